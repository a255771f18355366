"""What one rule says with the others beside it: one fault is told once, and in words that fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal import brief, put

ISSUE = """\
---
layout: default
---

# 嵌入式AI简报 (2022-03-01)：剪枝/量化

**关注模型压缩、低比特量化、移动端推理加速优化、部署**

> 导读：【新闻】新的开发板；【论文】量化的入门；【开源】串口工具；【博文】省电的三个层次。

好了，先是一些热身小新闻ヽ(✿゜▽゜)\u30ce：

- 青橙科技：推迟量产；
- 北辰微：招聘工程师。

> 注：个别链接打不开，请点击文末【阅读原文】跳转。

## 业界新闻

- [新的开发板 | 示例日报](https://example.com/board)␣␣
摘要：一块开发板。␣␣

## 论文

- [量化的入门 | 示例评论](https://example.com/paper)␣␣
摘要：一篇论文。␣␣

## 开源项目

> 注：每条内容前缀为github地址的仓库拥有者和仓库名，补全地址后为`github.com/<repo_owner>/<repo_name>`。

- [example-lab/serial：串口工具 | 示例社区](https://github.com/example-lab/serial)␣␣
摘要：一个工具。␣␣

## 博文

- [省电的三个层次 | 示例博客](https://example.com/power)␣␣
摘要：一篇博文。␣␣
""".replace("␣", " ")


def told(folder: Path, before: str, after: str) -> list[str]:
    """What is said of the issue with one change, each behind its place."""
    assert before in ISSUE
    put(folder, "brief.yaml", "profile: embedded-ai-brief\n")
    put(folder, "issues/2022-03-01.md", ISSUE.replace(before, after, 1))
    result = brief(folder, "lint", "--stage", "publish", "--format", "concise", "--quiet", "--no-cache")
    return [line.partition(": ")[2] for line in result.lines]


def test_the_issue_as_it_is_has_no_fault(tmp_path: Path) -> None:
    assert told(tmp_path, "剪枝", "剪枝") == []


@pytest.mark.parametrize(
    "before, after, rule",
    [
        ("> 注：个别", "> 注:个别", "tagline"),
        ("## 论文", "## 论 文", "section-set"),
        ("## 业界新闻", "## 業界新闻", "section-set"),
        ("摘要：一块", "摘    要：一块", "field-label"),
        ("- 北辰微：招聘", "-\u3000北辰微：招聘", "list-marker"),
    ],
)
def test_one_fault_is_told_once(tmp_path: Path, before: str, after: str, rule: str) -> None:
    found = told(tmp_path, before, after)
    assert [line.split()[1].rstrip(":") for line in found] == [rule], found


def test_a_link_known_by_its_path_is_told_with_what_it_is_known_by(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "https://example.com/board", "https://mp.weixin.qq.com/s/tempkey?x=1")
    assert "WeChat (tempkey)" in found

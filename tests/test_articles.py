"""Articles before initialisms, part numbers, numerals and words: what is right, and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor_tools.config import load_project
from editor_tools.english.grammar import Grammar

GRAMMAR = Grammar(load_project(Path(__file__).parents[1]).data["english"])

AN = """
STM32U5 SDK RTX_4090 nRF52840 MCU FPU LSTM 8-bit 11-layer ML x86 ESP32 IoT IMU NPU LED MMU MPU FPGA
RNN hour honest heir SVM SSD XML HTTP HTML LLM NLP RTOS SoC SPI iOS eMMC ARM ADC API ASIC IDE IP IR
AI LCD OLED MP3 MQTT RFID NFC HDMI FFT LPDDR NVMe 18-bit 80_MHz M4 R-CNN F1 H100 L2 N-bit S3 X-ray
SRAM SDRAM int8 int8_tensor fp16 h264 R_package F#_script L_shape MIT ROI MoE up-to-date
MBR RPC RGB SGD LDO RF LTE MLP NMS IIR EEPROM emulator ARMv8 ESP8266 MSP430 LPC55S69 RK3588 MLIR NDK
SBC FPS LR HPC NXP RCU SSL FTP HBM MTCNN LVGL SFU SMT MTU NTC RTC SNR FSM
""".split()
A = """
U-Net UART USB_hub unique one-off ROM RAM GPU CPU TPU DSP BLE UUID URL user unit uniform universal
European one-shot 16-bit 10-layer 7-bit 4090 12V 100_MHz 32-bit GPIO PWM DMA BSP CNN GAN DNN KPU VPU
TVM PCB PLL CAN JTAG QSPI ToF Wi-Fi ZigBee YOLO VGG ViT BERT ResNet MobileNet NumPy LoRa house
hard-coded hub B-tree RISC-V D-cache G-sensor K-means P-core T-Head V100 Y-axis Z-axis utility
useful usual USART UTF-8 UDP UI two-core 2-wire 5G 3D 64-core Raspberry Pico Linux network model
uint8 bf16 uTensor C++ C#_script C_library T_shape MEMS SIMD RAG LoRA to-do
sensor LiDAR RAID LAN MAC NAND NOR SIM SATA
""".split()
FREE = "SQL FAQ herb historic LUT MIPI FIR".split()


def told(text: str) -> list[str]:
    return [edit.text for message, _, edit in GRAMMAR.faults(text) if message == "article" and edit]


@pytest.mark.parametrize("word", [*AN, *A, *FREE])
def test_what_is_right_stays(word: str) -> None:
    article = "a" if word in A else "an"
    text = word.replace("_", " ")
    assert told(f"It has {article} {text} device on the board.") == []
    if word in FREE:
        assert told(f"It has a {text} device on the board.") == []


@pytest.mark.parametrize("word", [*AN, *A])
def test_what_is_wrong_is_told(word: str) -> None:
    wrong, right = ("an", "a") if word in A else ("a", "an")
    assert told(f"It has {wrong} {word.replace('_', ' ')} device on the board.") == [right]

"""The command line: options in, text and exit status out; one file per subcommand."""

using FineTune.Cli;

TextReader? input = StandardStreams.Install();
int code = CommandLine.Run(args, input ?? ClosedInput.Instance, Console.Out, Console.Error);
StandardStreams.Finish();
return code;

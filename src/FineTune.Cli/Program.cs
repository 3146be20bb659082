using FineTune.Cli;
using FineTune.Runtime;

TextReader? input = StandardStreams.Install();
int code = CommandLine.Run(args, input ?? ClosedInput.Instance, Console.Out, Console.Error);
SafeConsole.Finish();
return code;

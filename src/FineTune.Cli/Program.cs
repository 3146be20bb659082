using FineTune.Cli;
using FineTune.Runtime;
using FineTune.Terminal;

TextReader? input = StandardStreams.Install();

// Not Console.Out: who writes to that holds its lock until the text is out, and the runtime takes the same lock to put it out.
int code = CommandLine.Run(args, input ?? ClosedInput.Instance, SafeConsole.Out, SafeConsole.Error);
SafeConsole.Finish();
return code;

using System.Globalization;
using BenchmarkDotNet.Running;
using FineTune.Bench;

// --quick [threads [part of outputs x inputs x tokens]] prints the matrix product's share of the machine's peak in under a minute; anything else goes to BenchmarkDotNet.
if (args is ["--quick", ..])
{
    QuickGemm.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0, args.Length > 2 ? args[2] : "");
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

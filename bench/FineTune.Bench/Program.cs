using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using FineTune.Bench;
using FineTune.Bench.SideBySide;

// --quick [threads [part of outputs x inputs x tokens]] prints the matrix product's share of the machine's peak in under a minute; --side-by-side compares with the
// reference (see bench/side-by-side); --sgemm is a part of it; --ranks is a process of bench/ranks; anything else goes to BenchmarkDotNet.
if (args is ["--quick", ..])
{
    QuickGemm.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0, args.Length > 2 ? args[2] : "");
    return 0;
}

switch (args)
{
    case ["--side-by-side", ..]:
        return SideBySideRun.Run(args[1..]);
    case ["--ranks", string model, string steps, string batch, string length, string hook]:
        return Ranks.Run(
            model, int.Parse(steps, CultureInfo.InvariantCulture), int.Parse(batch, CultureInfo.InvariantCulture), int.Parse(length, CultureInfo.InvariantCulture), hook);
    case ["--sgemm"]:
        QuickGemm.PrintMeanRate();
        return 0;
}

ManualConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).AddColumn(RateColumn.All);
BenchmarkSwitcher.FromTypes([typeof(GemmBenchmarks), typeof(KernelBenchmarks)]).Run(args, config);
return 0;

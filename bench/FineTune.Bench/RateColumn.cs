using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Bench;

/// <summary>A column with a rate: GFLOP/s, its share of the measured peak of fused multiply-adds, or GB/s.</summary>
internal sealed class RateColumn : IColumn
{
    private static readonly Lazy<double> s_peak = new(() => HardwarePeak.Measure(Workers.ThreadCount, TimeSpan.FromSeconds(1)));
    private readonly Func<(double Operations, double Bytes), double, string> _show;

    private RateColumn(string name, string legend, Func<(double Operations, double Bytes), double, string> show) =>
        (ColumnName, Legend, _show) = (name, legend, show);

    public static IColumn[] All =>
    [
        new RateColumn("GFLOP/s", "floating-point operations a second", (work, seconds) => Number(work.Operations / seconds / 1e9, "F0")),
        new RateColumn("Of peak", "share of the measured peak of fused multiply-adds", (work, seconds) => Number(work.Operations / seconds / 1e9 / s_peak.Value, "P0")),
        new RateColumn("GB/s", "operands read and written once each", (work, seconds) => Number(work.Bytes / seconds / 1e9, "F1")),
    ];

    public string Id => "Rate." + ColumnName;

    public string ColumnName { get; }

    public string Legend { get; }

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase]?.ResultStatistics is { } statistics ? _show(WorkOf(benchmarkCase), statistics.Mean / 1e9) : "?";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    private static (double Operations, double Bytes) WorkOf(BenchmarkCase benchmark) => benchmark.Descriptor.Type == typeof(GemmBenchmarks)
        ? GemmBenchmarks.WorkOf(benchmark)
        : KernelBenchmarks.WorkOf(benchmark);

    private static string Number(double value, string format) => value > 0 ? value.ToString(format, CultureInfo.InvariantCulture) : "";
}

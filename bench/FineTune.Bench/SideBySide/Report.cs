using System.Globalization;
using FineTune.Kernels;
using FineTune.Runtime;
using FineTune.Training;

namespace FineTune.Bench.SideBySide;

/// <summary>The table: ratio first, then its spread, the rates, the share of the peak, the memory.</summary>
internal sealed class Report(ArithmeticOfWork arithmetic, double peak, int rounds)
{
    /// <summary>Gets a processor's file name: letters, digits and dashes.</summary>
    public static string FileName(string processor) =>
        string.Join('-', new string([.. processor.Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant() + ".md";

    public IEnumerable<string> Title(string commit) =>
    [
        $"## {DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, {commit}",
        string.Empty,
        string.Create(CultureInfo.InvariantCulture, $"{Machine.ProcessorName()}, {Environment.ProcessorCount} cores, {Workers.ThreadCount} threads, {HardwarePeak.InstructionSet}, measured peak {peak:F0} GFLOP/s; {rounds} alternating cold runs a side, the better one counts."),
        string.Empty,
    ];

    public IEnumerable<string> Head() =>
    [
        "| work | ratio | ratios of pairs | ours | reference | ours, share of peak | reference, share of peak | ours, peak MB | reference, peak MB | memory ratio |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ];

    public string Row(SideBySide.Comparison comparison)
    {
        string unit = comparison.Work.Kind == WorkKind.Sgemm ? "GFLOP/s" : "samples/s";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {comparison.Work.Name} | {comparison.Ratio:F2}x | {string.Join(' ', comparison.Pairs.Select(pair => pair.ToString("F2", CultureInfo.InvariantCulture)))} | {comparison.BestOurs:F1} {unit} | {comparison.BestReference:F1} {unit} | {Share(comparison.Work, comparison.BestOurs)} | {Share(comparison.Work, comparison.BestReference)} | {comparison.OurPeak:F0} | {comparison.ReferencePeak:F0} | {comparison.OurPeak / comparison.ReferencePeak:F2} |");
    }

    /// <summary>Model FLOP utilisation: what the arithmetic of real tokens takes, over what the machine can do.</summary>
    private string Share(Work work, double rate) => work.Kind switch
    {
        WorkKind.Tokenize => "",
        WorkKind.Sgemm => Percent(rate / peak),
        _ => Percent(rate * arithmetic.OperationsASample(work) / peak / 1e9),
    };

    private static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Training;

/// <summary>What a profile found, as text: the phases of a step, then the kernel families with their share of it.</summary>
/// <param name="totals">What was added up over the steps.</param>
/// <param name="peak">The measured peak of the machine in float32 in GFLOP/s; products in bfloat16 may pass it.</param>
/// <param name="turn">What was profiled: a <see cref="Step"/> of training or a <see cref="Batch"/> of an evaluation.</param>
internal sealed class ProfileTable(IReadOnlyDictionary<object, ProfileTotal> totals, double peak, string turn)
{
    public const string Step = "step";
    public const string Batch = "batch";
    public const string Gradients = "forward, backward, clipping";
    public const string Optimizer = "optimizer";
    public const string Between = "between steps";
    private const string Backward = nameof(Tensor.Backward);
    private static readonly string[] s_phases = [Step, Batch, Gradients, Optimizer, Between, Backward];

    /// <summary>Gets the families' names with their times in milliseconds a step, longest first.</summary>
    public IReadOnlyList<(string Family, double Milliseconds, double Operations)> Families =>
    [
        .. totals.Where(entry => !s_phases.Contains(entry.Key as string))
            .GroupBy(entry => KernelFamily.Of(entry.Key), StringComparer.Ordinal)
            .Select(family => (family.Key, family.Sum(entry => Milliseconds(entry.Value.Ticks)), family.Sum(entry => entry.Value.Operations)))
            .OrderByDescending(family => family.Item2),
    ];

    private string Plural => turn == Step ? $"{Steps} steps" : $"{Steps} batches";

    private long Steps => totals.GetValueOrDefault(turn).Calls;

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Steps == 0)
        {
            return $"Profile: no {turn} after the first, which compiles the code, so there is nothing to tell." + Environment.NewLine;
        }

        double step = Time(turn);
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"Profile of {Plural} (the first, which compiles the code, is left out): {step:F2} ms a {turn}");
        if (turn == Step)
        {
            Line(text, "forward, loss", Time(Gradients) - Time(Backward) - Norm - PutOff, step);
            Line(text, "backward", Time(Backward), step);
            Line(text, "gradient norm, clipping", Norm, step);
            Line(text, "optimizer", Time(Optimizer) + PutOff, step);
            Line(text, "between steps: batches, logs, callbacks", Time(Between), step);
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"Kernels, share of a {turn}:");
        double rest = step;
        foreach ((string family, double milliseconds, double operations) in Families)
        {
            rest -= milliseconds;
            Line(text, family, milliseconds, step, operations == 0 ? string.Empty : Rate(operations / Steps, milliseconds));
        }

        Line(text, "no kernel running", rest, step);
        return text.ToString();
    }

    private double Norm => Of(KernelFamily.GradientNorm);

    /// <summary>Gets how long forward passes waited for updates of weights.</summary>
    private double PutOff => Of(KernelFamily.PutOffUpdates);

    private double Of(string name) => Families.FirstOrDefault(family => family.Family == name).Milliseconds;

    private string Rate(double operations, double milliseconds)
    {
        double rate = operations / milliseconds / 1e6;
        return string.Create(CultureInfo.InvariantCulture, $"   {rate:F0} GFLOP/s, {100 * rate / peak:F0} % of the measured float32 peak of {peak:F0}");
    }

    private static void Line(StringBuilder text, string name, double milliseconds, double step, string note = "") =>
        text.AppendLine(CultureInfo.InvariantCulture, $"  {name,-40}{milliseconds,9:F2} ms{100 * milliseconds / step,7:F1} %{note}");

    private double Time(string phase) => Milliseconds(totals.GetValueOrDefault(phase).Ticks);

    private double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency / Math.Max(1, Steps);
}

using System.Diagnostics;
using System.Globalization;
using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Bench;

/// <summary>Prints GFLOP/s and the share of the measured peak for every layer and number of tokens.</summary>
/// <remarks>
/// Both by the clock. The rate is the best of the rounds. For the share each round takes the product's rate relative to the peak loop's right
/// after it (what a core does wanders, with its clock and with what its neighbours do), and the median of the rounds counts.
/// </remarks>
internal static class QuickGemm
{
    private const int Rounds = 15;

    public static void Run(int threads, string filter)
    {
        int before = Workers.ThreadCount;
        Workers.ThreadCount = threads > 0 ? threads : before;
        double peak = HardwarePeak.Measure(Workers.ThreadCount, TimeSpan.FromMilliseconds(300));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{HardwarePeak.InstructionSet}, tile {HardwarePeak.Kernel} ({HardwarePeak.Reason}), {Workers.ThreadCount} threads, peak {peak:F0} GFLOP/s"));
        Console.WriteLine($"{"layer",-10} {"tokens",6}  {"forward",-16} {"input gradient",-16} {"weight gradient",-16}");
        List<double> all = [];
        foreach ((int outputs, int inputs) in GemmShape.Layers)
        {
            foreach (int tokens in GemmShape.TokenCounts)
            {
                if ($"{outputs}x{inputs}x{tokens}".Contains(filter, StringComparison.Ordinal))
                {
                    all.AddRange(Line(new GemmShape(tokens, outputs, inputs)));
                }
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mean share {all.Average():P1}, worst {all.Min():P1}"));
        Workers.ThreadCount = before;
    }

    /// <summary>Prints the mean over BERT's shapes of 512 and 1024 tokens of the best forward rate by the clock, in GFLOP/s.</summary>
    public static void PrintMeanRate()
    {
        (int Outputs, int Inputs)[] layers = [(384, 384), (1536, 384), (384, 1536), (768, 768), (3072, 768), (768, 3072)];
        Console.WriteLine(layers.SelectMany(layer => new[] { 512, 1024 }.Select(tokens => new GemmShape(tokens, layer.Outputs, layer.Inputs)))
            .Average(shape => Measure(shape.Operations, shape.Forward).Rate));
    }

    private static List<double> Line(GemmShape shape)
    {
        List<double> shares = [];
        Console.Write($"{$"{shape.Outputs}x{shape.Inputs}",-10} {shape.Tokens,6}");
        foreach (Action product in new Action[] { shape.Forward, shape.InputGradient, shape.WeightGradient })
        {
            (double rate, double share) = Measure(shape.Operations, product);
            shares.Add(share);
            Console.Write(string.Create(CultureInfo.InvariantCulture, $"  {rate,5:F0} {share,8:P1} "));
        }

        Console.WriteLine();
        return shares;
    }

    private static (double Rate, double Share) Measure(double operations, Action product)
    {
        product();
        int repeats = (int)Math.Max(1, 3e8 * Workers.ThreadCount / operations);
        List<double> shares = [];
        double best = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeats; i++)
            {
                product();
            }

            double rate = operations * repeats / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9;
            best = Math.Max(best, rate);
            shares.Add(rate / HardwarePeak.Measure(Workers.ThreadCount, TimeSpan.FromMilliseconds(2)));
        }

        shares.Sort();
        return (best, shares[shares.Count / 2]);
    }
}

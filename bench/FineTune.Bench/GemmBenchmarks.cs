using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;

namespace FineTune.Bench;

/// <summary>The three products of a linear layer at BERT's shapes.</summary>
public class GemmBenchmarks
{
    private GemmShape? _shape;

    public static IEnumerable<string> Layers => GemmShape.Layers.Select(layer => $"{layer.Outputs}x{layer.Inputs}");

    public static IEnumerable<int> TokenCounts => GemmShape.TokenCounts;

    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "";

    [ParamsSource(nameof(TokenCounts))]
    public int Tokens { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (int outputs, int inputs) = GemmShape.Layers.First(layer => $"{layer.Outputs}x{layer.Inputs}" == Layer);
        _shape = new GemmShape(Tokens, outputs, inputs);
    }

    [Benchmark]
    public void Forward() => _shape!.Forward();

    [Benchmark]
    public void InputGradient() => _shape!.InputGradient();

    [Benchmark]
    public void WeightGradient() => _shape!.WeightGradient();

    /// <summary>Gets the floating-point operations and the bytes moved of one call; bytes mean nothing here.</summary>
    internal static (double Operations, double Bytes) WorkOf(BenchmarkCase benchmark)
    {
        int[] sides = [.. ((string)benchmark.Parameters[nameof(Layer)]).Split('x').Select(int.Parse)];
        return (2.0 * (int)benchmark.Parameters[nameof(Tokens)] * sides[0] * sides[1], 0);
    }
}

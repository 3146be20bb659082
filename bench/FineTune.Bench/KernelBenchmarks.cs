using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using FineTune.Kernels;

namespace FineTune.Bench;

/// <summary>The kernels beside the matrix product, at the sizes of a batch of eight MRPC pairs in MiniLM (or, for the optimizer, all its layers).</summary>
public class KernelBenchmarks
{
    private const int Tokens = 424;
    private const int Width = 384;
    private const int Inner = 1536;
    private const int Parameters = 10_646_784;
    private const int Heads = 12;
    private const int Sequences = 8;
    private const int Length = Tokens / Sequences;
    private const int Elements = Tokens * Width;
    private const int InnerElements = Tokens * Inner;

    private static readonly Dictionary<string, (double Operations, double Bytes)> s_work = new(StringComparer.Ordinal)
    {
        [nameof(LayerNormWithDropout)] = (0, Elements * (16 + 2 / 16.0)),
        [nameof(LayerNormWithDropoutBackward)] = (0, Elements * (20 + 2 / 16.0)),
        [nameof(GeluForward)] = (0, InnerElements * 8.0),
        [nameof(GeluBackward)] = (0, InnerElements * 12.0),
        [nameof(BiasGradient)] = (InnerElements, InnerElements * 4.0),
        [nameof(AttentionForward)] = (4.0 * Sequences * Length * Length * Width, 0),
        [nameof(AttentionBackward)] = (8.0 * Sequences * Length * Length * Width, 0),
        [nameof(DropoutBits)] = (0, 0),
        [nameof(GradientNorm)] = (2.0 * Parameters, Parameters * 4.0),
        [nameof(AdamWStep)] = (0, Parameters * 28.0),
    };

    private readonly float[] _x = GemmShape.Numbers(InnerElements);
    private readonly float[] _y = GemmShape.Numbers(InnerElements);
    private readonly float[] _z = GemmShape.Numbers(InnerElements);
    private readonly float[] _row = GemmShape.Numbers(Inner);
    private readonly float[] _mean = GemmShape.Numbers(Tokens);
    private readonly float[] _deviation = GemmShape.Numbers(Tokens);
    private readonly ushort[] _bits = new ushort[Elements / 16];
    private readonly Generator _generator = new(1);
    private readonly AttentionGeometry _geometry = new(
        [.. Enumerable.Range(0, Sequences + 1).Select(i => i * Length)], [.. Enumerable.Repeat(Length, Sequences)], Heads, Width / Heads);

    private float[] _probabilities = [];
    private Parameter _parameter = null!;
    private AdamW _optimizer = null!;

    [GlobalSetup]
    public void Setup()
    {
        _probabilities = GemmShape.Numbers(_geometry.ScoreCount);
        _bits.AsSpan().Fill(0xF7FF);
        _parameter = new Parameter(Tensor.From(GemmShape.Numbers(Parameters), new Shape(Parameters)));
        (_parameter * _parameter).Sum().Backward();
        _optimizer = new AdamW([new ParameterGroup([_parameter])], new AdamWOptions { Lr = 1e-5 });
    }

    [Benchmark]
    public void LayerNormWithDropout() => new LayerNormForward
    {
        Width = Width,
        X = _x.AsSpan(0, Elements),
        Residual = _y.AsSpan(0, Elements),
        InputMask = new DropoutMask(_bits, 1.1f),
        Gamma = _row.AsSpan(0, Width),
        Beta = _row.AsSpan(Width, Width),
        Epsilon = 1e-12f,
        Sum = _x.AsSpan(0, Elements),
        Y = _z.AsSpan(0, Elements),
        Mean = _mean,
        ReciprocalDeviation = _deviation,
    }.Run();

    [Benchmark]
    public void LayerNormWithDropoutBackward() => new LayerNormBackward
    {
        Width = Width,
        Dy = _y.AsSpan(0, Elements),
        Sum = _x.AsSpan(0, Elements),
        Mean = _mean,
        ReciprocalDeviation = _deviation,
        Gamma = _row.AsSpan(0, Width),
        InputMask = new DropoutMask(_bits, 1.1f),
        Dz = _z.AsSpan(0, Elements),
        AccumulateDz = true,
        Dx = _z.AsSpan(Elements, Elements),
    }.Run(_row.AsSpan(0, Width), true, _row.AsSpan(Width, Width), true);

    [Benchmark]
    public void GeluForward() => Gelu.Forward(_x, _z);

    [Benchmark]
    public void GeluBackward() => Gelu.Backward(_x, _y, _z, accumulate: false);

    [Benchmark]
    public void BiasGradient() => ColumnSum.Run(_x, _row, accumulate: false);

    [Benchmark]
    public void AttentionForward() => Attention.Forward(
        _geometry, Columns(_x, 0), Columns(_x, 1), Columns(_x, 2), 0.17f, default, default, 1, _probabilities, Columns(_z, 0));

    [Benchmark]
    public void AttentionBackward() => Attention.Backward(
        _geometry, Columns(_x, 0), Columns(_x, 1), Columns(_x, 2), 0.17f, default, default, 1, _probabilities, Columns(_y, 0),
        Columns(_z, 0), Columns(_z, 1), Columns(_z, 2));

    [Benchmark]
    public void DropoutBits() => _generator.BernoulliBits(0.9, Elements, _bits);

    [Benchmark]
    public float GradientNorm() => GradientClipping.GetTotalNorm([_parameter]);

    [Benchmark]
    public void AdamWStep() => _optimizer.Step();

    /// <summary>Gets the floating-point operations and the bytes moved (each operand once) of one call; 0 where the figure means nothing.</summary>
    internal static (double Operations, double Bytes) WorkOf(BenchmarkCase benchmark) => s_work[benchmark.Descriptor.WorkloadMethod.Name];

    private AttentionColumns Columns(float[] rows, int part) =>
        new(rows.AsSpan(part * Elements, Elements), 0, _geometry.RowStride, _geometry.HeadSize);
}

using FineTune.Kernels;

namespace FineTune.Bench;

/// <summary>A linear layer's products: x is tokens x inputs, the weight outputs x inputs.</summary>
public sealed class GemmShape
{
    private readonly float[] _x;
    private readonly float[] _weight;
    private readonly float[] _y;
    private readonly float[] _dx;
    private readonly float[] _dWeight;
    private readonly float[] _bias;

    public GemmShape(int tokens, int outputs, int inputs)
    {
        Tokens = tokens;
        Outputs = outputs;
        Inputs = inputs;
        _x = Numbers(tokens * inputs);
        _weight = Numbers(outputs * inputs);
        _y = Numbers(tokens * outputs);
        _dx = Numbers(tokens * inputs);
        _dWeight = Numbers(outputs * inputs);
        _bias = Numbers(outputs);
    }

    public static IReadOnlyList<(int Outputs, int Inputs)> Layers { get; } =
        [(384, 384), (1152, 384), (1536, 384), (384, 1536), (768, 768), (2304, 768), (3072, 768), (768, 3072)];

    public static IReadOnlyList<int> TokenCounts { get; } = [64, 128, 256, 400, 512, 1024];

    public int Tokens { get; }

    public int Outputs { get; }

    public int Inputs { get; }

    public double Operations => 2.0 * Tokens * Outputs * Inputs;

    /// <summary>y = x W^T + bias.</summary>
    public void Forward() =>
        Gemm.Multiply(Tokens, Outputs, Inputs, _x, Inputs, false, _weight, Inputs, true, _y, Outputs, accumulate: false, _bias);

    /// <summary>dx = dy W.</summary>
    public void InputGradient() =>
        Gemm.Multiply(Tokens, Inputs, Outputs, _y, Outputs, false, _weight, Inputs, false, _dx, Inputs, accumulate: false);

    /// <summary>dW += dy^T x.</summary>
    public void WeightGradient() =>
        Gemm.Multiply(Outputs, Inputs, Tokens, _y, Outputs, true, _x, Inputs, false, _dWeight, Inputs, accumulate: true);

    internal static float[] Numbers(int count)
    {
        Random random = new(count);
        float[] numbers = GC.AllocateUninitializedArray<float>(count, pinned: true);
        for (int i = 0; i < count; i++)
        {
            numbers[i] = (random.NextSingle() * 2) - 1;
        }

        return numbers;
    }
}

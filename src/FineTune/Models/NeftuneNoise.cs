namespace FineTune;

/// <summary>Uniform noise for the output of the word embeddings (https://arxiv.org/abs/2310.05914).</summary>
internal static class NeftuneNoise
{
    /// <summary>
    /// Draws noise in plus or minus <c>alpha / sqrt(T * C)</c> for every element of the padded batch <c>[B, T, C]</c>, as the reference
    /// does, and keeps that of the packed tokens, <c>[N, C]</c>.
    /// </summary>
    public static Tensor Draw(SequenceLayout layout, int width, double alpha, Generator? generator)
    {
        float magnitude = (1f / MathF.Sqrt(layout.PaddedLength * width)) * (float)alpha;
        using Tensor padded = Tensor.Empty(new(layout.Batch * layout.PaddedLength, width));
        (generator ?? Throw.NoGenerator()).Uniform(padded, -magnitude, magnitude);
        return padded.IndexSelect(layout.PaddedRows); // [N, C]
    }
}

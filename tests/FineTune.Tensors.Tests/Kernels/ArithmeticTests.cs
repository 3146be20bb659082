using System.Runtime.InteropServices;
using FineTune.Kernels;
using FineTune.Tests.Runtime;

namespace FineTune.Tests.Kernels;

[Collection(ThreadsCollection.Name)]
public sealed class ArithmeticTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    [InlineData((1 << 17) + 13)]
    public void A_copy_has_every_bit_whatever_the_length(int length)
    {
        Random random = new(length);
        uint[] bits = [.. Enumerable.Range(0, length).Select(_ => (uint)random.NextInt64(1L << 32))]; // NaNs with their payloads too.
        ThreadsCollection.WithThreads(3, () =>
        {
            float[] copy = new float[length];
            Arithmetic.Copy(MemoryMarshal.Cast<uint, float>(bits), copy, accumulate: false);

            Assert.Equal(bits, MemoryMarshal.Cast<float, uint>(copy).ToArray());
        });
    }
}

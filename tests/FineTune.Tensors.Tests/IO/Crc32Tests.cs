using FineTune.Kernels;

namespace FineTune.Tensors.Tests.IO;

public sealed class Crc32Tests
{
    [Fact]
    public void The_checksum_of_the_check_text_is_the_published_one() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    [Fact]
    public void Sixteen_at_a_time_equals_one_at_a_time()
    {
        byte[] bytes = new byte[1000];
        new Random(1).NextBytes(bytes);

        for (int length = 0; length < bytes.Length; length++)
        {
            Crc32 crc = default;
            for (int i = 0; i < length; i++)
            {
                crc.Add(bytes.AsSpan(i, 1));
            }

            Assert.Equal(crc.Value, Crc32.Of(bytes.AsSpan(0, length)));
        }
    }
}

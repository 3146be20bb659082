using FineTune.IO;

namespace FineTune.Tensors.Tests.IO;

/// <summary>A file with holes holds what was written, zeros and all.</summary>
public sealed class SparseStreamTests
{
    [Fact]
    public void It_holds_every_byte_that_was_written()
    {
        Random random = new(3);
        for (int round = 0; round < 60; round++)
        {
            byte[] bytes = Bytes(random);
            MemoryStream target = new();
            SparseStream sparse = new(target);
            for (int at = 0; at < bytes.Length;)
            {
                int count = Math.Min(bytes.Length - at, random.Next(1, 20_000));
                sparse.Write(bytes.AsSpan(at, count));
                at += count;
            }

            sparse.Finish();

            Assert.Equal(bytes.Length, sparse.Length);
            Assert.Equal(bytes, target.ToArray());
        }
    }

    [Fact]
    public void Pages_of_zeros_are_not_written()
    {
        CountingStream target = new();
        SparseStream sparse = new(target);
        byte[] bytes = new byte[100 * 4096];
        bytes[50 * 4096] = 1;

        sparse.Write(bytes);
        sparse.Finish();

        Assert.Equal(bytes, target.ToArray());
        Assert.Equal(4096, target.Written);
    }

    /// <summary>Stretches of zeros and of other bytes, often not where pages begin.</summary>
    private static byte[] Bytes(Random random)
    {
        List<byte> bytes = [];
        for (int part = random.Next(1, 8); part > 0; part--)
        {
            byte[] piece = new byte[random.Next(15_000)];
            if (random.Next(2) == 0)
            {
                random.NextBytes(piece);
            }

            bytes.AddRange(piece);
        }

        return [.. bytes];
    }

    private sealed class CountingStream : MemoryStream
    {
        public long Written { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Written += buffer.Length;
            base.Write(buffer);
        }
    }
}

using System.Buffers.Binary;

namespace FineTune.Tensors.Tests.RandomNumbers;

public sealed class GeneratorStateTests
{
    [Fact]
    public void The_state_after_normals_equals_torchs_byte_for_byte()
    {
        Generator generator = AfterNormals();

        Assert.Equal(RandomGolden.Get("state_after_randn100_normal3").GetString(), Convert.ToHexStringLower(generator.GetState()));
    }

    [Fact]
    public void The_state_at_the_ends_of_a_block_equals_torchs()
    {
        Generator generator = AfterNormals();

        generator.Discard(623 - 124 + 1);
        Assert.Equal(RandomGolden.Get("state_sha_at_block_end").GetString(), RandomGolden.StateSha(generator));

        generator.Discard(1);
        Assert.Equal(RandomGolden.Get("state_sha_at_block_start").GetString(), RandomGolden.StateSha(generator));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(623)]
    [InlineData(624)]
    [InlineData(625)]
    [InlineData(5000)]
    public void A_restored_state_goes_on_where_it_was_taken(int drawn)
    {
        Generator original = new(77);
        original.Discard(drawn);
        byte[] state = original.GetState();
        Generator restored = new(1);

        restored.SetState(state);

        Assert.Equal(state, restored.GetState());
        Assert.Equal(Words(original, 2000), Words(restored, 2000));
        Assert.Equal(original.GetState(), restored.GetState());
    }

    [Fact]
    public void A_restored_state_still_holds_the_cached_normal()
    {
        Generator original = AfterNormals();
        Generator restored = new(0);

        restored.SetState(original.GetState());

        Assert.Equal(original.NextNormal(), restored.NextNormal());
        Assert.Equal(original.NextNormal(), restored.NextNormal());
    }

    [Fact]
    public void A_clone_goes_on_independently()
    {
        Generator original = AfterNormals();
        Generator clone = original.Clone();
        byte[] state = original.GetState();

        uint[] words = Words(clone, 3000);

        Assert.Equal(state, original.GetState());
        Assert.Equal(words, Words(original, 3000));
        Assert.Equal(original.NextNormal(), clone.NextNormal());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5048)]
    [InlineData(5055)]
    [InlineData(5057)]
    public void A_state_of_another_length_is_refused(int length)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Generator(1).SetState(new byte[length]));

        Assert.Contains($"has 5056 bytes, but this one has {length}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, 0, "'left' field is 0")]
    [InlineData(8, 625, "'left' field is 625")]
    [InlineData(8, -1, "'left' field is -1")]
    [InlineData(8, 7, "do not fit together")]
    [InlineData(12, 0, "'seeded' field is 0")]
    [InlineData(16, 3, "do not fit together")]
    [InlineData(16, 700, "do not fit together")]
    [InlineData(28, 1, "word 0 is")]
    [InlineData(5040, 2, "cached double normal is 2")]
    [InlineData(5052, 9, "cached float normal is 9")]
    public void A_damaged_state_is_refused_and_changes_nothing(int offset, int value, string reason)
    {
        Generator generator = AfterNormals();
        byte[] before = generator.GetState();
        byte[] damaged = generator.GetState();
        BinaryPrimitives.WriteInt32LittleEndian(damaged.AsSpan(offset), value);

        ArgumentException error = Assert.Throws<ArgumentException>(() => generator.SetState(damaged));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, generator.GetState());
    }

    private static Generator AfterNormals()
    {
        Generator generator = new(42);
        generator.Normal(new float[100]);
        generator.Normal(new float[3]);
        return generator;
    }

    private static uint[] Words(Generator generator, int count) => [.. Enumerable.Range(0, count).Select(_ => generator.Random32())];
}

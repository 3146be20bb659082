namespace FineTune.Tensors.Tests.Nn;

public sealed class SequenceLayoutTests
{
    [Fact]
    public void Right_padding_keeps_the_first_tokens_of_every_row()
    {
        SequenceLayout layout = SequenceLayout.FromMask(new LongTensor([1, 1, 1, 0, 1, 0, 0, 0], new(2, 4)));

        Assert.True(layout.IsPrefix);
        Assert.Equal([0, 1, 2, 4], layout.PaddedRows.ToArray());
        Assert.Equal([0, 3, 4], layout.Starts.ToArray());
        Assert.Equal([3, 1], layout.KeyCounts.ToArray());
        Assert.Equal([0, 3], layout.FirstRows());
    }

    [Fact]
    public void A_masked_first_position_stays_as_a_query_that_is_no_key()
    {
        SequenceLayout layout = SequenceLayout.FromMask(new LongTensor([0, 1, 1, 1, 0, 1], new(2, 3)));

        Assert.False(layout.IsPrefix);
        Assert.Equal([1, 2, 0, 3, 5], layout.PaddedRows.ToArray());
        Assert.Equal([0, 3, 5], layout.Starts.ToArray());
        Assert.Equal([2, 2], layout.KeyCounts.ToArray());
        Assert.Equal([2, 3], layout.FirstRows());
    }

    [Fact]
    public void A_row_of_nothing_but_padding_keeps_its_first_position()
    {
        SequenceLayout layout = SequenceLayout.FromMask(new LongTensor([0, 0, 1, 1], new(2, 2)));

        Assert.Equal([0, 2, 3], layout.PaddedRows.ToArray());
        Assert.Equal([0, 2], layout.KeyCounts.ToArray());
        Assert.Equal([0, 1], layout.FirstRows());
    }

    [Fact]
    public void A_full_batch_equals_a_mask_of_ones()
    {
        SequenceLayout full = SequenceLayout.Full(2, 3);
        SequenceLayout masked = SequenceLayout.FromMask(new LongTensor([1, 1, 1, 1, 1, 1], new(2, 3)));

        Assert.Equal(masked.PaddedRows.ToArray(), full.PaddedRows.ToArray());
        Assert.Equal(masked.Starts.ToArray(), full.Starts.ToArray());
        Assert.True(full.IsPrefix && masked.IsPrefix);
    }
}

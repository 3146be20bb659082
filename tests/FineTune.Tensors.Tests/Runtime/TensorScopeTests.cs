using FineTune.Runtime;

namespace FineTune.Tests.Runtime;

[Collection(ThreadsCollection.Name)]
public sealed class TensorScopeTests
{
    [Fact]
    public void What_is_made_inside_goes_back_to_the_pool()
    {
        long before = BufferPool.RentedFloats;
        Tensor tensor;

        using (new TensorScope())
        {
            tensor = Tensor.Zeros(new Shape(100));
            Assert.True(BufferPool.RentedFloats > before);
        }

        Assert.Equal(before, BufferPool.RentedFloats);
        ObjectDisposedException error = Assert.Throws<ObjectDisposedException>(() => tensor.Span.Length);
        Assert.Contains("TensorScope.Keep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_made_outside_is_left_to_the_collector()
    {
        long before = BufferPool.RentedFloats;

        Tensor tensor = Tensor.Full(new Shape(100), 2);

        Assert.Equal(before, BufferPool.RentedFloats);
        Assert.False(tensor.Storage.IsPooled);
    }

    [Fact]
    public void What_is_kept_or_returned_leaves_the_pool_with_its_numbers()
    {
        long before = BufferPool.RentedFloats;
        Tensor kept;
        Tensor returned;

        using (TensorScope scope = new())
        {
            kept = TensorScope.Keep(Tensor.Full(new Shape(100), 2));
            returned = scope.Return(Tensor.Full(new Shape(100), 3));
        }

        Assert.Equal(before, BufferPool.RentedFloats);
        Assert.All(kept.ToArray(), value => Assert.Equal(2, value));
        Assert.All(returned.ToArray(), value => Assert.Equal(3, value));
    }

    [Fact]
    public void What_is_returned_to_a_scope_ends_with_that_one()
    {
        long before = BufferPool.RentedFloats;
        using (new TensorScope())
        {
            Tensor returned;
            using (TensorScope inner = new())
            {
                returned = inner.Return(Tensor.Full(new Shape(100), 3));
            }

            Assert.True(returned.Storage.IsPooled);
            Assert.Equal(3, returned.Span[99]);
        }

        Assert.Equal(before, BufferPool.RentedFloats);
    }

    [Fact]
    public void A_view_outside_takes_the_memory_along()
    {
        long before = BufferPool.RentedFloats;
        Tensor view;

        using (new TensorScope())
        {
            Tensor inside = Tensor.Full(new Shape(100), 4);
            using (TensorScope.Suspend())
            {
                view = inside.Detach();
            }

            inside.Span[7] = 5;
        }

        Assert.Equal(before, BufferPool.RentedFloats);
        Assert.Equal(5, view.Span[7]);
    }

    [Fact]
    public void History_that_is_not_followed_back_is_given_up_with_the_scope()
    {
        long before = BufferPool.RentedFloats;
        Parameter weight = new(Tensor.Full(new Shape(64), 1));

        using (new TensorScope())
        {
            _ = Functional.Dropout(weight, new Generator(1));
        }

        Assert.Equal(before, BufferPool.RentedFloats);
    }

    [Fact]
    public void Backward_outside_a_scope_leaves_nothing_rented()
    {
        long before = BufferPool.RentedFloats;
        Parameter weight = new(Tensor.Full(new Shape(64), 2));

        (Functional.Dropout(weight, new Generator(1)) * weight).Sum().Backward();

        Assert.Equal(before, BufferPool.RentedFloats);
        Assert.NotNull(weight.Grad);
        Assert.False(weight.Grad.Storage.IsPooled);
    }
}

namespace FineTune.Tensors.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void A_shape_prints_like_a_tuple_and_counts_its_elements()
    {
        Shape shape = new(2, 128, 768);

        Assert.Equal("(2, 128, 768)", shape.ToString());
        Assert.Equal(2 * 128 * 768, shape.NumElements);
        Assert.Equal(768, shape[-1]);
    }

    [Fact]
    public void The_default_shape_is_a_scalar() => Assert.Equal(Shape.Scalar, default(Shape));
}

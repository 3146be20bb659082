using FineTune.Autograd;
using FineTune.Kernels;

namespace FineTune;

/// <content>Arithmetic; operands of different shapes broadcast as in torch.</content>
public partial class Tensor
{
    /// <summary>Adds element by element; shapes broadcast.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Add.Apply(left, right);

    /// <summary>Adds a number to every element.</summary>
    public static Tensor operator +(Tensor left, float right) => Elementwise<AddConstant>.Apply(new AddConstant(right), left);

    /// <summary>Adds a number to every element.</summary>
    public static Tensor operator +(float left, Tensor right) => right + left;

    /// <summary>Subtracts element by element; shapes broadcast.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Subtract.Apply(left, right);

    /// <summary>Subtracts a number from every element.</summary>
    public static Tensor operator -(Tensor left, float right) => left + -right;

    /// <summary>Subtracts every element from a number.</summary>
    public static Tensor operator -(float left, Tensor right) => Elementwise<SubtractFromConstant>.Apply(new SubtractFromConstant(left), right);

    /// <summary>Changes every element's sign.</summary>
    public static Tensor operator -(Tensor value) => Elementwise<Negate>.Apply(default, value);

    /// <summary>Multiplies element by element; shapes broadcast. For matrix products use <see cref="MatMul"/>.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Multiply.Apply(left, right);

    /// <summary>Multiplies every element by a number.</summary>
    public static Tensor operator *(Tensor left, float right) => Elementwise<MultiplyByConstant>.Apply(new MultiplyByConstant(right), left);

    /// <summary>Multiplies every element by a number.</summary>
    public static Tensor operator *(float left, Tensor right) => right * left;

    /// <summary>Divides element by element; shapes broadcast.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Divide.Apply(left, right);

    /// <summary>Divides every element by a number.</summary>
    public static Tensor operator /(Tensor left, float right) => Elementwise<DivideByConstant>.Apply(new DivideByConstant(right), left);

    /// <summary>Divides a number by every element.</summary>
    public static Tensor operator /(float left, Tensor right) => Elementwise<DivideConstant>.Apply(new DivideConstant(left), right);

    /// <summary>Gets the elements to a power.</summary>
    /// <param name="exponent">The power; 2, 3, 0.5 and -1 are computed by products, roots and quotients, others in double precision.</param>
    public Tensor Pow(double exponent) => exponent switch
    {
        1 => this * 1f,
        2 => Elementwise<Square>.Apply(default, this),
        3 => Elementwise<Cube>.Apply(default, this),
        0.5 => Sqrt(),
        -1 => 1f / this,
        _ => Power.Apply(this, exponent),
    };

    /// <summary>Gets e to the power of each element.</summary>
    public Tensor Exp() => Elementwise<Exponential>.Apply(default, this);

    /// <summary>Gets the natural logarithms: NaN below 0, minus infinity at 0.</summary>
    public Tensor Log() => Elementwise<Logarithm>.Apply(default, this);

    /// <summary>Gets the square roots.</summary>
    public Tensor Sqrt() => Elementwise<SquareRoot>.Apply(default, this);

    /// <summary>Gets the absolute values.</summary>
    public Tensor Abs() => Elementwise<Absolute>.Apply(default, this);

    /// <summary>Gets the error function of each element.</summary>
    public Tensor Erf() => Elementwise<ErrorFunction>.Apply(default, this);

    /// <summary>Gets the hyperbolic tangents.</summary>
    public Tensor Tanh() => Elementwise<Kernels.Tanh>.Apply(default, this);

    /// <summary>Gets 1 / (1 + e^-x) of each element x.</summary>
    public Tensor Sigmoid() => Elementwise<Kernels.Sigmoid>.Apply(default, this);

    /// <summary>Gets the elements with those below 0 replaced by 0.</summary>
    public Tensor Relu() => Elementwise<Kernels.Relu>.Apply(default, this);

    /// <summary>
    /// Multiplies matrices: the last two axes are the matrices, the axes before them broadcast, so that <c>[B, M, K]</c> times <c>[K, N]</c> or
    /// <c>[B, K, N]</c> is <c>[B, M, N]</c>.
    /// </summary>
    /// <param name="other">The right operand, at least two axes.</param>
    /// <exception cref="ShapeMismatchException">The inner sizes differ, or an operand has fewer than two axes.</exception>
    public Tensor MatMul(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Autograd.MatMul.Apply(this, other);
    }
}

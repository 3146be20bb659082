namespace FineTune;

/// <summary>
/// Says that objects of a class never change, and that its methods return changed copies: the compiler warns (FT0001) where one is thrown away.
/// The analyzer in the package knows the attribute by its name.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ReturnsCopiesAttribute : Attribute;

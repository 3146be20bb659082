using System.Runtime.CompilerServices;
using FineTune.Optim;

namespace FineTune.Tests;

/// <summary>The models of tests are small: has their matrices go the ways that are meant for large ones, as biases, which are smaller still, do not.</summary>
internal static class LateWork
{
#pragma warning disable CA2255 // this is a program of tests, and no step may come before it
    [ModuleInitializer]
    internal static void Begin() => (PendingUpdate.FewestElements, EarlyNorms.FewestElements) = (128, 128);
#pragma warning restore CA2255
}

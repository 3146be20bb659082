using System.Diagnostics;
using System.Runtime.CompilerServices;
using FineTune.Kernels;
using FineTune.Runtime;
using FineTune.Tests.Runtime;

namespace FineTune.Tests.MatMul;

/// <summary>Products of several threads while compacting collections move whatever no product holds in place: operands are fresh arrays behind garbage.</summary>
[Collection(ThreadsCollection.Name)]
public sealed unsafe class MovedOperandsTests
{
    private const int M = 60, N = 90, K = 140;
    private static readonly TimeSpan s_each = TimeSpan.FromMilliseconds(150);
    private static readonly float[] s_a = Numbers(1, M * K);
    private static readonly float[] s_b = Numbers(2, N * K);
    private static readonly float[] s_bias = Numbers(3, N);

    private delegate void Product(float[] a, float[] b, float[] c);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Have_the_bits_they_have_where_nothing_moves(bool isCode, bool isBfloat16)
    {
        MatMulPrecision precision = isBfloat16 ? MatMulPrecision.Bfloat16 : MatMulPrecision.Single;
        MachineCode.IsAllowed = isCode;
        try
        {
            ThreadsCollection.WithThreads(3, () => Check(
                (a, b, c) => Gemm.Multiply(M, N, K, a, K, false, b, K, true, c, N, accumulate: false, s_bias, precision: precision),
                (a, b, c) => Gemm.Multiply(M, N, K, a, M, true, b, N, false, c, N, accumulate: true, precision: precision),
                (a, b, c) => Gemm.MultiplySerial(M, N, K, a, K, false, b, N, false, c, N, accumulate: true),
                (a, b, c) => MultiplyPacked(OperandPlan.Of(precision), a, b, c)));
        }
        finally
        {
            MachineCode.IsAllowed = true;
        }
    }

    [Fact]
    public void Such_arrays_are_moved_by_such_a_collection()
    {
        bool isMoved = false;
        for (int i = 0; i < 100 && !isMoved; i++)
        {
            (float[] a, _, _) = Operands();
            nint before = AddressOf(a);
            Collect();
            isMoved = before != AddressOf(a);
        }

        Assert.True(isMoved);
    }

    /// <summary>A thread for each product, and one that collects, until each had its time.</summary>
    private static void Check(params Product[] products)
    {
        float[][] expected = [.. products.Select(Of)];
        Exception?[] errors = new Exception?[products.Length];
        Stopwatch clock = Stopwatch.StartNew();
        Thread[] threads = [.. products.Select((product, i) => new Thread(() =>
        {
            try
            {
                do
                {
                    Assert.True(expected[i].AsSpan().SequenceEqual(Of(product)), $"product {i}");
                }
                while (clock.Elapsed < s_each);
            }
            catch (Exception error)
            {
                errors[i] = error;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        while (threads.Any(thread => thread.IsAlive))
        {
            Collect();
            Thread.Sleep(1); // Where cores are few, products would hardly come to anything between two collections.
        }

        Array.ForEach(threads, thread => thread.Join());
        Assert.All(errors, Assert.Null);
    }

    private static float[] Of(Product product)
    {
        (float[] a, float[] b, float[] c) = Operands();
        product(a, b, c);
        return c;
    }

    /// <summary>Copies that lie behind garbage, in the generation that is collected and compacted next.</summary>
    private static (float[] A, float[] B, float[] C) Operands()
    {
        _ = new float[1000];
        float[] a = (float[])s_a.Clone();
        _ = new float[1000];
        float[] b = (float[])s_b.Clone();
        return (a, b, new float[M * N]);
    }

    private static void Collect() => GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);

    private static void MultiplyPacked(OperandPlan operands, float[] a, float[] b, float[] c)
    {
        float[] memory = GC.AllocateUninitializedArray<float>(PackedOperand.Length(operands, N, K), pinned: true);
        PackedOperand packed = PackedOperand.Pack(operands, N, K, b, K, transposeB: true, memory);
        Gemm.Multiply(M, new(a, K), packed, c, N, s_bias, GemmEpilogue.Gelu);
        GC.KeepAlive(memory);
    }

    private static nint AddressOf(float[] array) => (nint)Unsafe.AsPointer(ref array[0]);

    private static float[] Numbers(int seed, int count)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}

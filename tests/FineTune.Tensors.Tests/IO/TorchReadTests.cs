using System.Numerics;
using System.Text.Json;
using FineTune.IO;

namespace FineTune.Tensors.Tests.IO;

public sealed class TorchReadTests
{
    private static readonly JsonElement Numbers = JsonDocument.Parse(Golden.Text("io", "torch", "numbers.json")).RootElement;

    [Theory]
    [InlineData("pytorch_model.bin")]
    [InlineData("legacy.bin")]
    public void A_state_dict_holds_its_tensors_and_metadata(string name)
    {
        using TorchFile file = TorchFile.Open(Golden.Path("io", "torch", name));
        PickleDict state = file.RootDict;

        Assert.True(state.IsOrderedDict);
        Assert.Equal(["weight", "bias"], state.Keys);
        Assert.Equal(new Shape(2, 3), file.Get<TorchTensor>(state, "weight").Shape);
        Assert.Equal(Expected("weight"), file.Get<TorchTensor>(state, "weight").ReadTensor().ToArray());
        Assert.Equal(Expected("bias"), file.Get<TorchTensor>(state, "bias").ReadTensor().ToArray());
        PickleDict metadata = file.Get<PickleDict>(state.Attributes!, "_metadata");
        Assert.Equal(1L, file.Get<PickleDict>(metadata, "")["version"]);
    }

    [Fact]
    public void An_optimizers_state_is_read_whole()
    {
        using TorchFile file = TorchFile.Open(Golden.Path("io", "torch", "optimizer.pt"));
        PickleDict state = file.Get<PickleDict>(file.RootDict, "state");
        List<object?> groups = file.Get<List<object?>>(file.RootDict, "param_groups");

        Assert.Equal([0L, 1L], state.Keys);
        foreach (long parameter in new[] { 0L, 1L })
        {
            PickleDict moments = file.Get<PickleDict>(state, parameter);
            Assert.Equal(3f, file.Get<TorchTensor>(moments, "step").ReadTensor().Item());
            Assert.Equal(Expected($"{parameter}.exp_avg"), file.Get<TorchTensor>(moments, "exp_avg").ReadTensor().ToArray());
            Assert.Equal(Expected($"{parameter}.exp_avg_sq"), file.Get<TorchTensor>(moments, "exp_avg_sq").ReadTensor().ToArray());
        }

        PickleDict first = Assert.IsType<PickleDict>(groups[0]);
        Assert.Equal(
            ["weight_decay", "lr", "betas", "eps", "amsgrad", "maximize", "foreach", "capturable", "differentiable", "fused",
             "decoupled_weight_decay", "initial_lr", "params"],
            first.Keys);
        Assert.Equal(0.01, first["weight_decay"]);
        Assert.Equal([0.9, 0.999], file.Get<PickleTuple>(first, "betas"));
        Assert.Null(first["foreach"]);
        Assert.Equal(true, first["fused"]);
        Assert.Equal([0L], file.Get<List<object?>>(first, "params"));
    }

    [Fact]
    public void A_schedulers_state_is_read_whole()
    {
        using TorchFile file = TorchFile.Open(Golden.Path("io", "torch", "scheduler.pt"));

        Assert.Equal(
            ["base_lrs", "last_epoch", "_step_count", "_is_initial", "_get_lr_called_within_step", "_last_lr", "lr_lambdas"], file.RootDict.Keys);
        Assert.Equal(3, file.Get<long>(file.RootDict, "last_epoch"));
        Assert.Equal([4.375e-05, 4.375e-05], file.Get<List<object?>>(file.RootDict, "_last_lr"));
        Assert.All(file.Get<List<object?>>(file.RootDict, "lr_lambdas"), item => Assert.Empty(Assert.IsType<PickleDict>(item)));
    }

    [Fact]
    public void Views_of_a_storage_are_gathered()
    {
        using TorchFile file = TorchFile.Open(Golden.Path("io", "torch", "mixed.pt"));
        float[] Read(string name) => file.Get<TorchTensor>(file.RootDict, name).ReadTensor().ToArray();

        Assert.Equal([13, 14, 17, 18, 21, 22], Read("view"));
        Assert.Equal([0, 12, 4, 16, 8, 20, 1, 13], Read("transposed")[..8]);
        Assert.Equal([0, 3, 8, 11, 12, 15, 20, 23], Read("step"));
        Assert.Equal([6, 18], Read("column"));
        Assert.Equal([1, 1, 1], Read("one"));
        Assert.Equal([0, 1, 2], Read("first"));
        Assert.Equal([0, 1, 2, 3, 4, 5], Read("all"));
        Assert.Same(file.Get<TorchTensor>(file.RootDict, "first").Storage, file.Get<TorchTensor>(file.RootDict, "all").Storage);
        Assert.Equal([2.5f], Read("scalar"));
        Assert.Equal(Shape.Scalar, file.Get<TorchTensor>(file.RootDict, "scalar").Shape);
        Assert.Empty(Read("empty"));
        Assert.Equal(new Shape(0, 3), file.Get<TorchTensor>(file.RootDict, "empty").Shape);
    }

    [Fact]
    public void Numbers_of_every_kind_are_read()
    {
        using TorchFile file = TorchFile.Open(Golden.Path("io", "torch", "mixed.pt"));
        TorchTensor Find(string name) => file.Get<TorchTensor>(file.RootDict, name);

        Assert.Equal([0.1f], Find("f64").ReadTensor().ToArray());
        Assert.Equal([1.5f, -2f], Find("f16").ReadTensor().ToArray());
        Assert.Equal([3f], Find("bf16").ReadTensor().ToArray());
        Assert.Equal([4f, 5f], Find("parameter").ReadTensor().ToArray());
        Assert.Equal([-1, 1L << 40], Find("i64").ReadLongTensor().ToArray());
        Assert.Equal([7], Find("i32").ReadLongTensor().ToArray());
        Assert.Equal([-300], Find("i16").ReadLongTensor().ToArray());
        Assert.Equal([-3], Find("i8").ReadLongTensor().ToArray());
        Assert.Equal([255], Find("u8").ReadLongTensor().ToArray());
        Assert.Equal([1, 0], Find("flag").ReadLongTensor().ToArray());
        Assert.Equal([uint.MaxValue], Find("u32").ReadLongTensor().ToArray());
        Assert.Equal([2L, 3L], file.Get<PickleTuple>(file.RootDict, "size"));
    }

    [Fact]
    public void Plain_data_of_every_kind_is_read()
    {
        using TorchFile file = TorchFile.Open(Golden.Path("io", "torch", "mixed.pt"));

        List<object?> data = file.Get<List<object?>>(file.RootDict, "data");

        Assert.Equal(
            [null, true, false, 0L, 255L, 256L, 65535L, 65536L, -1L, 2147483647L, -2147483648L, 2147483648L, long.MaxValue, long.MinValue,
             BigInteger.One << 64, 1e-300, double.PositiveInfinity, "\u00e4\U0001f600"],
            data.Take(18));
        Assert.Equal([0, 1, 2, 3, 4], data.Skip(18).Select(tuple => Assert.IsType<PickleTuple>(tuple).Count));
    }

    [Fact]
    public void Long_lists_and_dicts_are_read_in_their_batches()
    {
        using TorchFile file = TorchFile.Open(Golden.Path("io", "torch", "many.pt"));

        Assert.Equal(Enumerable.Range(0, 2001).Select(i => (object)(long)i), file.Get<List<object?>>(file.RootDict, "list"));
        Assert.Equal(1000L, file.Get<PickleDict>(file.RootDict, "dict")["k1000"]);
        Assert.Equal("1000", file.Get<PickleDict>(file.RootDict, "ordered")[1000L]);
    }

    [Fact]
    public void Weights_are_found_in_one_file_or_several()
    {
        using TemporaryFolder folder = new();
        Assert.False(TorchWeights.Exists(folder.Path));
        TorchFile.Save(folder.File("a.bin"), new PickleDict { ["one"] = new TorchTensor(Tensor.Full(new Shape(2, 2), 1)) });
        TorchFile.Save(folder.File("b.bin"), new PickleDict { ["two"] = new TorchTensor(new LongTensor([5, 6], new Shape(2))) });
        File.WriteAllText(folder.File("pytorch_model.bin.index.json"), """{"weight_map": {"one": "a.bin", "two": "b.bin"}}""");

        using (TorchWeights several = TorchWeights.Open(folder.Path))
        {
            Assert.Equal(["one", "two"], several.Names);
            Assert.Equal(new Shape(2, 2), several.ShapeOf("one"));
            Assert.Equal([1, 1, 1, 1], several.ReadTensor("one").ToArray());
            Assert.Equal([5, 6], several.ReadLongTensor("two").ToArray());
            Assert.Contains("no tensor \"three\"", Assert.Throws<TorchFileException>(() => several.ShapeOf("three")).Message, StringComparison.Ordinal);
        }

        using TorchWeights single = TorchWeights.Open(Golden.Path("io", "torch"));
        Assert.Equal(Expected("bias"), single.ReadTensor("bias").ToArray());
    }

    [Fact]
    public void Asking_for_the_wrong_thing_names_the_file()
    {
        using TorchFile file = TorchFile.Open(Golden.Path("io", "torch", "scheduler.pt"));

        string missing = Assert.Throws<TorchFileException>(() => file.Get<long>(file.RootDict, "epoch")).Message;
        string other = Assert.Throws<TorchFileException>(() => file.Get<PickleTuple>(file.RootDict, "last_epoch")).Message;

        Assert.Contains("scheduler.pt", missing, StringComparison.Ordinal);
        Assert.Contains("has nothing under \"epoch\" where a whole number is expected", missing, StringComparison.Ordinal);
        Assert.Contains("has something else under \"last_epoch\" where a tuple is expected", other, StringComparison.Ordinal);
    }

    private static float[] Expected(string name) => [.. Numbers.GetProperty(name).EnumerateArray().Select(n => (float)n.GetDouble())];
}

using System.Text;
using FineTune.IO;

namespace FineTune.Tests.Models;

/// <summary>Files of a model that are something else than their name says, each called what it is.</summary>
public sealed class DisguisedFileTests : IDisposable
{
    private const string Pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:aaaa\nsize 90866412\n";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, byte[], string> Weights => new()
    {
        { "model.safetensors", Text(Pointer), "is a git-lfs pointer, the weights (90 MB) were not downloaded: git lfs pull" },
        { "model.safetensors", Text("version https://hawser.github.com/spec/v1\noid sha256:aaaa\nsize 12\n"), "is a git-lfs pointer, the weights (12 bytes)" },
        { "model.safetensors", Text("# xet version 0\nfilesize = 4000000\n"), "is a git-lfs pointer, the weights (4 MB)" },
        { "model.safetensors", [], "is empty (0 bytes)" },
        { "model.safetensors", new byte[4096], "begins with nothing but zeros" },
        { "model.safetensors", Text("<!DOCTYPE html>\n<html><body>Sign in</body></html>"), "is an HTML page" },
        { "model.safetensors", Text("\ufeff\r\n <html lang=\"en\"><head>"), "is an HTML page" },
        { "model.safetensors", Text("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"), "is an XML answer of a server" },
        { "model.safetensors", Text("{\"error\":\"Repository not found\"}"), "is JSON (\"{\"error\":\"Repository not found\"}\"), perhaps an answer of a server" },
        { "model.safetensors", Text("Entry not found"), "is text (\"Entry not found\"), perhaps an answer of a server, and not weights" },
        { "model.safetensors", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], "is packed with gzip" },
        { "model.safetensors", [.. "PK"u8, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0], "is a zip file, as torch.save writes" },
        { "model.safetensors", [0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0, 0], "is packed with zstd" },
        { "model.safetensors", [.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c, 0, 0, 0], "is a 7z archive" },
        { "model.safetensors", [.. new byte[257].Select(_ => (byte)'a'), .. "ustar"u8, 0, 0], "is a tar archive" },
        { "model.safetensors", [0x89, .. "HDF"u8, 13, 10, 26, 10, 0, 0], "holds TensorFlow or Keras weights (HDF5)" },
        { "model.safetensors", [.. "GGUF"u8, 3, 0, 0, 0, 1, 0, 0, 0], "holds GGUF weights" },
        { "model.safetensors", [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9], "is a pickle, as torch.save wrote before 2020" },
        { "pytorch_model.bin", Text(Pointer), "is a git-lfs pointer, the weights (90 MB)" },
        { "pytorch_model.bin", [], "is empty (0 bytes)" },
        { "pytorch_model.bin", Text("<html><title>404</title></html>"), "is an HTML page" },
        { "pytorch_model.bin", Text("Invalid username or password."), "is text (\"Invalid username or password.\")" },
        { "pytorch_model.bin", [8, 0, 0, 0, 0, 0, 0, 0, .. "{}      "u8], "is a safetensors file: call it model.safetensors" },
        { "pytorch_model.bin", [0x80, 4, 0x95, 1, 2, 3], "is a Python pickle that torch.save did not write" },
        { "pytorch_model.bin", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], "is packed with gzip" },
        { "pytorch_model.bin", [0x93, .. "NUMPY"u8, 1, 0], "is a NumPy array" },
        { "model.safetensors.index.json", Text(Pointer), "is a git-lfs pointer, the file (90 MB) was not downloaded" },
        { "model.safetensors.index.json", Text("<!doctype html><html>"), "is an HTML page" },
        { "model.safetensors.index.json", [], "is empty (0 bytes)" },
    };

    public static TheoryData<string, byte[], string> Texts => new()
    {
        { "config.json", Text(Pointer), "is a git-lfs pointer, the file (90 MB) was not downloaded" },
        { "config.json", [], "is empty (0 bytes)" },
        { "config.json", Text("  \n"), "holds nothing but blanks" },
        { "config.json", Text("Entry not found"), "is text (\"Entry not found\"), perhaps an answer of a server, and not JSON" },
        { "config.json", Text("<!DOCTYPE html><html></html>"), "is an HTML page" },
        { "config.json", [0xff, 0xfe, .. Encoding.Unicode.GetBytes("{\"model_type\": \"bert\"}")], "is text in UTF-16" },
        { "config.json", [0x1f, 0x8b, 8, 0, 0], "is packed with gzip" },
        { "config.json", Text("{\"error\": \"Repository not found\"}"), "holds the answer of a server (error: \"Repository not found\")" },
        { "config.json", Text("{\"model_type\": \"bert\",}"), "is not valid JSON" },
        { "tokenizer.json", Text(Pointer), "is a git-lfs pointer, the file (90 MB) was not downloaded" },
        { "tokenizer.json", [], "is empty (0 bytes)" },
        { "tokenizer.json", Text("<html><body>"), "is an HTML page" },
        { "tokenizer.json", [.. "PK"u8, 3, 4, 0, 0], "is a zip archive" },
        { "tokenizer_config.json", Text(Pointer), "is a git-lfs pointer" },
        { "added_tokens.json", Text("404: Not Found"), "is text (\"404: Not Found\")" },
        { "vocab.txt", Text(Pointer), "is a git-lfs pointer, the file (90 MB) was not downloaded" },
        { "vocab.txt", Text("<!DOCTYPE html>\n<html>\n"), "is an HTML page" },
        { "vocab.txt", [], "is empty (0 bytes)" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Weights))]
    public void Weights_that_are_something_else_are_called_what_they_are(string name, byte[] content, string expected)
    {
        ModelWith(name, content);

        Exception error = Refused(name);

        Assert.Contains($"\"{_folder.File(name)}\" {expected}", error.Message);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Texts_that_are_something_else_are_called_what_they_are(string name, byte[] content, string expected)
    {
        ModelWith(name, content);

        Exception error = Refused(name);

        Assert.Contains(_folder.File(name), error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData("adapter_config.json", "This is a LoRA adapter of some/base without its base model, which it only changes: merge it first")]
    [InlineData("tf_model.h5", "tf_model.h5 holds weights for another framework")]
    [InlineData("flax_model.msgpack", "flax_model.msgpack holds weights for another framework")]
    [InlineData("tf_model-00001-of-00002.h5", "tf_model-00001-of-00002.h5 holds weights for another framework")]
    [InlineData("model.onnx", "model.onnx holds weights for another framework")]
    [InlineData("model.safetensors.incomplete", "is a download that did not end")]
    [InlineData("pytorch_model.bin.part", "is a download that did not end")]
    [InlineData("model.tar.gz", "model.tar.gz is packed: unpack it first")]
    [InlineData("pytorch_model.zip", "is packed: unpack it first")]
    [InlineData("model-00001-of-00002.safetensors", "whose index (model.safetensors.index.json) is missing")]
    [InlineData("pytorch_model-00001-of-00002.bin", "whose index (pytorch_model.bin.index.json) is missing")]
    [InlineData("epoch=3.ckpt", "is a checkpoint of Lightning")]
    [InlineData("weights.safetensors", "call it model.safetensors if so")]
    [InlineData("best.pth", "call it pytorch_model.bin if so")]
    [InlineData("optimizer.pt", "optimizer.pt is the state of an optimizer")]
    [InlineData("notes.md", "Expected the folder of a model")]
    public void A_folder_without_weights_is_told_by_what_it_has(string name, string expected)
    {
        ModelWith(name, Text("{\"peft_type\": \"LORA\", \"base_model_name_or_path\": \"some/base\"}"));

        string message = Assert.Throws<FileNotFoundException>(() => AutoModelForSequenceClassification.FromPretrained(_folder.Path)).Message;

        Assert.Contains("has no weights", message);
        Assert.Contains(expected, message);
    }

    [Theory]
    [InlineData("model.", "The names have the prefix \"model.\" (as Lightning has) too much")]
    [InlineData("module.", "The names have the prefix \"module.\" (as DataParallel has) too much")]
    [InlineData("_orig_mod.", "(as torch.compile has) too much")]
    [InlineData("net.encoder.", "The names have the prefix \"net.encoder.\" too much")]
    [InlineData("base_model.model.", "They are those of a LoRA adapter: merge it")]
    public void Weights_under_other_names_are_told_by_their_prefix(string prefix, string expected)
    {
        PreTrainedModel model = ModelWith();
        SafetensorsTensor[] tensors = [.. model.NamedParameters().Select(pair => new SafetensorsTensor(prefix + pair.Name, pair.Parameter))];
        SafetensorsFile.Save(_folder.File("model.safetensors"), tensors);

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => AutoModelForSequenceClassification.FromPretrained(_folder.Path)).Message);
    }

    [Theory]
    [InlineData("state_dict", "model.", "the tensors lie under \"state_dict\" with the prefix \"model.\" (Lightning)")]
    [InlineData("model_state_dict", "", "the tensors lie under \"model_state_dict\"")]
    [InlineData("model", "module.", "the tensors lie under \"model\" with the prefix \"module.\"")]
    public void Tensors_one_level_deeper_are_found(string key, string prefix, string expected)
    {
        PreTrainedModel model = ModelWith();
        PickleDict nested = [];
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            nested.Add(prefix + name, new TorchTensor(parameter));
        }

        TorchFile.Save(_folder.File("pytorch_model.bin"), new PickleDict { { "epoch", 3L }, { key, nested } });

        Assert.Contains(expected, Assert.Throws<TorchFileException>(() => AutoModelForSequenceClassification.FromPretrained(_folder.Path)).Message);
    }

    [Fact]
    public void The_state_of_an_optimizer_is_not_taken_for_weights()
    {
        ModelWith();
        TorchFile.Save(_folder.File("pytorch_model.bin"), new PickleDict { { "state", new PickleDict() }, { "param_groups", new List<object?>() } });

        Assert.Contains("it is the state of an optimizer", Assert.Throws<TorchFileException>(() => AutoModelForSequenceClassification.FromPretrained(_folder.Path)).Message);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("model.safetensors.index.json")]
    [InlineData("pytorch_model.bin")]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    public void How_to_get_it_from_the_Hub_is_said(string name)
    {
        ModelWith(name, Text("<!DOCTYPE html><html></html>"));
        Assert.EndsWith("Download the raw file. On the Hub its address has /resolve/ and not /blob/.", Refused(name).Message);

        File.WriteAllText(_folder.File(name), Pointer);
        Assert.EndsWith("git lfs install once). From the Hub: finetune download.", Refused(name).Message);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private Exception Refused(string name) => Assert.ThrowsAny<Exception>(() => name switch
    {
        "config.json" => AutoConfig.FromPretrained(_folder.Path),
        _ when name.Contains("model", StringComparison.Ordinal) => AutoModelForSequenceClassification.FromPretrained(_folder.Path),
        _ => (object)AutoTokenizer.FromPretrained(_folder.Path),
    });

    private void ModelWith(string name, byte[] content)
    {
        ModelWith();
        File.WriteAllBytes(_folder.File(name), content);
    }

    private PreTrainedModel ModelWith()
    {
        string golden = ModelGolden.Folder("bert-tiny");
        foreach (string file in Directory.EnumerateFiles(golden).Where(path => Path.GetExtension(path) is ".json" or ".txt"))
        {
            File.Copy(file, _folder.File(Path.GetFileName(file)));
        }

        return AutoModelForSequenceClassification.FromPretrained(golden);
    }
}

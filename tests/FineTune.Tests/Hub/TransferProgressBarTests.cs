namespace FineTune.Tests.Hub;

public sealed class TransferProgressBarTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public void Elsewhere_than_on_a_terminal_a_file_that_has_arrived_is_a_line()
    {
        TransferProgressBar bar = new(_output, width: 0, isOff: false);

        bar.Report(new("config.json", 100, 600));
        bar.Report(new("config.json", 600, 600, IsFinished: true));
        bar.Report(new("model.safetensors", 45_400_000, 45_400_000, IsUpload: true, IsFinished: true));

        Assert.Equal("downloaded config.json (600 B)\nuploaded model.safetensors (45 MB)\n", _output.ToString());
    }

    [Fact]
    public void On_a_terminal_all_files_share_one_line()
    {
        TransferProgressBar bar = new(_output, width: 80, isOff: false);

        bar.Report(new("a.bin", 500, 1000));
        bar.Report(new("b.bin", 250, 1000));
        bar.Report(new("b.bin", 1000, 1000, IsFinished: true));
        bar.Report(new("a.bin", 1000, 1000, IsFinished: true));

        string[] frames = _output.ToString().Split("\r\u001b[K", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(" 50% [############............] 1 kB  a.bin", frames[0]);
        Assert.Equal(" 37% [#########...............] 2 kB  2 files", frames[1]);
        Assert.Equal(" 75% [##################......] 2 kB  a.bin", frames[2]);
        Assert.Equal("downloaded 2 files (2 kB)\n", frames[3]);
    }

    [Fact]
    public void A_file_that_is_hashed_before_it_is_sent_counts_once()
    {
        TransferProgressBar bar = new(_output, width: 80, isOff: false);

        bar.Report(new("a.bin", 500, 1000, IsUpload: true) { IsHashing = true });
        bar.Report(new("a.bin", 1000, 1000, IsUpload: true, IsFinished: true) { IsHashing = true });
        bar.Report(new("a.bin", 1000, 1000, IsUpload: true, IsFinished: true));

        string[] frames = _output.ToString().Split("\r\u001b[K", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([" 50% [############............] 1 kB  hashing a.bin", "uploaded 1 file (1 kB)\n"], frames);
    }

    [Fact]
    public void A_line_that_would_wrap_is_cut()
    {
        TransferProgressBar bar = new(_output, width: 20, isOff: false);

        bar.Report(new("a-name-that-is-longer-than-the-terminal.bin", 500, 1000));

        Assert.Equal(19, _output.ToString()["\r\u001b[K".Length..].Length);
    }

    [Fact]
    public void Turned_off_it_shows_nothing()
    {
        new TransferProgressBar(_output, width: 80, isOff: true).Report(new("a", 1, 1, IsFinished: true));

        Assert.Empty(_output.ToString());
    }
}

using Atelier.Emulators.Hosting;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.Hosting;

public sealed class EmulatorTests
{
    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://192.168.0.1:0")]
    [InlineData("http://example.org:80")]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0/path")]
    public async Task Start_NotOnLoopback_IsRefused(string url)
    {
        var exception = await Assert.ThrowsAsync<EmulatorException>(() =>
            Emulator.StartAsync(new EmulatorOptions { Url = new Uri(url) }, TestBench.Cancel)
        );

        Assert.Contains("--urls http://127.0.0.1:PORT", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, 0)]
    [InlineData(4097, 0)]
    [InlineData(512, -1)]
    public async Task Start_ImpossibleOption_IsRefused(int edge, int seconds) =>
        await Assert.ThrowsAsync<EmulatorException>(() =>
            Emulator.StartAsync(
                new EmulatorOptions { LongestEdge = edge, TaskDuration = TimeSpan.FromSeconds(seconds) },
                TestBench.Cancel
            )
        );

    [Fact]
    public async Task Start_PortTaken_SaysHowToGiveAnother()
    {
        await using var bench = await TestBench.StartAsync();

        var exception = await Assert.ThrowsAsync<EmulatorException>(() =>
            Emulator.StartAsync(new EmulatorOptions { Url = bench.Emulator.Url }, TestBench.Cancel)
        );

        Assert.Contains("another port", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BaseUrl_OfAWire_IsAPrefix()
    {
        await using var bench = await TestBench.StartAsync();

        Assert.Equal($"http://127.0.0.1:{bench.Emulator.Url.Port}/openai", bench.Emulator.BaseUrl("openai").ToString());
        Assert.Throws<EmulatorException>(() => bench.Emulator.BaseUrl("flux"));
    }

    [Fact]
    public void Parse_Arguments_BecomeOptions()
    {
        var options = EmulatorProcess.Parse([
            "--urls",
            "http://127.0.0.1:5",
            "--task-seconds",
            "9",
            "--longest-edge",
            "64",
            "--key",
            "k",
        ]);

        Assert.Equal(5, options.Url.Port);
        Assert.Equal(
            (TimeSpan.FromSeconds(9), 64, "k"),
            (options.TaskDuration!.Value, options.LongestEdge, options.Key)
        );
    }

    [Theory]
    [InlineData("--urls")]
    [InlineData("--urls", "x")]
    [InlineData("--port", "5")]
    [InlineData("--task-seconds", "soon")]
    public void Parse_NotUnderstood_ShowsTheUsage(params string[] args)
    {
        var exception = Assert.Throws<EmulatorException>(() => EmulatorProcess.Parse(args));

        Assert.Contains("usage:", exception.Message, StringComparison.Ordinal);
    }
}

using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.OpenAi;

/// <summary>Streams that do not end as they should: what was paid for and has come is kept, whatever becomes of the rest.</summary>
public sealed class BrokenStreamTests
{
    private const string Partial = "data: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"AQID\"}\n\n";
    private const string Completed = "data: {\"type\":\"image_generation.completed\",\"b64_json\":\"BAUG\"}\n\n";
    private const string Refusal = "data: {\"error\":{\"code\":\"moderation_blocked\"}}\n\n";

    private readonly MemorySpool _spool = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("reset")]
    [InlineData("closed")]
    [InlineData("held open")]
    public async Task SubmitAsync_FinishedPictureCame_IsKeptHoweverTheStreamGoesOn(string how)
    {
        await using var server = Streaming(Partial + Completed, how);

        var pictures = await SubmitAsync(server);

        Assert.Equal([4, 5, 6], Assert.Single(pictures));
    }

    [Fact]
    public async Task SubmitAsync_StreamBreaksBeforeTheFinishedPicture_IsLost()
    {
        await using var server = Streaming(Partial, "closed");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => SubmitAsync(server));

        Assert.Equal((FailureKind.Lost, Charge.Unknown), (failure.Kind, failure.Charge));
        Assert.Empty(_spool.Parts);
    }

    [Theory]
    [InlineData(Refusal, Charge.None)]
    [InlineData(Partial + Refusal, Charge.Charged)]
    public async Task SubmitAsync_RefusedWithinTheStream_WasPaidForWhereAPictureWasShown(string events, Charge charge)
    {
        await using var server = Streaming(events, "ended");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => SubmitAsync(server));

        Assert.Equal((FailureKind.Refused, charge), (failure.Kind, failure.Charge));
    }

    // A stream in one piece, and then what the server does.
    private static RawServer Streaming(string events, string how) =>
        new(
            async (stream, cancellationToken) =>
            {
                await RawServer.ReadRequestAsync(stream, cancellationToken);
                var length = events.Length.ToString("x", CultureInfo.InvariantCulture);
                var end = how == "ended" ? "0\r\n\r\n" : "";
                await stream.WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{length}\r\n{events}\r\n{end}"
                    ),
                    cancellationToken
                );
                if (how == "held open")
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                }

                if (how == "reset")
                {
                    stream.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }
            }
        );

    private async Task<IEnumerable<byte[]>> SubmitAsync(RawServer server)
    {
        using var site = Sites.To(server.Url);
        var openAi = new OpenAiProvider(site, TimeProvider.System, partials: 2);
        var compiled = Assert.IsType<Compilation.Ready>(openAi.Compile(Orders.Create())).Call;
        var call = PaidCalls.Of(compiled, 1, _spool) with { Glimpses = new Unseen() };

        await openAi.SubmitAsync(call, Cancel).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancel);

        return (await openAi.ReadAsync(compiled, _spool, Cancel)).Pictures.Select(picture => picture.Bytes.ToArray());
    }

    private sealed class Unseen : IGlimpses
    {
        public bool Wanted => true;

        public void Tell(int percent) => Assert.Fail("Nobody tells.");

        public void Show(ReadOnlyMemory<byte> picture) { }
    }
}

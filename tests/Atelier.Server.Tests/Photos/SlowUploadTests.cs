using Atelier.Core.Errors;
using Atelier.Server.Accounts;
using Atelier.Server.Photos;
using Atelier.Server.Tests.Serving;
using Atelier.Server.Tests.Wall;
using Atelier.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>Uploads that come slowly (requirement B-07).</summary>
public sealed class SlowUploadTests
{
    private const int Rate = 50 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "B-07")]
    public async Task Upload_LetterByLetter_Is408AndLeavesNothing()
    {
        await using var server = new TestServer
        {
            Replace = services => services.PostConfigure<PhotoOptions>(photo => photo.GraceSeconds = 1),
        };
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();
        var before = await HouseState.ReadAsync(server.House);
        using var client = await RawClient.OpenAsync(server);
        await client.SendAsync(
            $"POST /api/upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {caller.Key}\r\n"
                + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.jpg\"\r\n\r\n"
        );
        var writing = client.SendForeverSlowlyAsync("a");

        var answer = await client.ReadToEndAsync();

        Assert.Equal(408, RawClient.StatusOf(answer));
        Assert.Contains("\"code\":\"TOO_SLOW\"", answer, StringComparison.Ordinal);
        await writing;
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(server.DataFolder, "cache", "uploads")));
        Assert.False(Directory.Exists(Path.Combine(server.DataFolder, "sessions")));
    }

    [Fact]
    [Trait("Requirement", "B-07")]
    public async Task ReadAsync_HonestSlowLine_Passes()
    {
        var time = new FakeTimeProvider();
        var sender = new Sender(time, bytes: Rate, TimeSpan.FromSeconds(0.99));
        var body = Paced(sender, time);

        for (var second = 0; second < 120; second++)
        {
            Assert.Equal(Rate, await ReadAsync(body, time));
        }
    }

    [Fact]
    [Trait("Requirement", "B-07")]
    public async Task ReadAsync_BelowTheRate_IsStoppedAfterTheGrace()
    {
        var time = new FakeTimeProvider();
        var sender = new Sender(time, bytes: Rate / 2, TimeSpan.FromSeconds(1));
        var body = Paced(sender, time);
        var reads = 0;

        var refused = await Assert.ThrowsAsync<AtelierException>(async () =>
        {
            while (reads < 100)
            {
                reads += await ReadAsync(body, time) > 0 ? 1 : 0;
            }
        });

        Assert.Equal(ErrorCode.TooSlow, refused.Code);
        Assert.InRange(reads, 8, 10);
    }

    [Fact]
    [Trait("Requirement", "B-07")]
    public async Task ReadAsync_WeAreLateAndHisBytesLieHere_AreTaken()
    {
        var time = new FakeTimeProvider();
        // The same rate; but it is we who take a second to notice each time.
        var body = Paced(new Sender(time, bytes: Rate / 2, TimeSpan.FromSeconds(1)) { IsHere = true }, time);

        for (var read = 0; read < 100; read++)
        {
            Assert.Equal(Rate / 2, await body.ReadAsync(new byte[Rate], Cancel));
        }
    }

    [Fact]
    [Trait("Requirement", "B-07")]
    public async Task ReadAsync_NotAByteFor30Seconds_IsStopped()
    {
        var time = new FakeTimeProvider();
        var sender = new Sender(time, bytes: 5_000_000, TimeSpan.Zero);
        var body = Paced(sender, time);
        // Enough for a minute and a half at the rate.
        Assert.Equal(5_000_000, await body.ReadAsync(new byte[5_000_000], Cancel));
        // Our own work does not count.
        time.Advance(TimeSpan.FromMinutes(10));
        sender.Falls(silent: true);

        var reading = body.ReadAsync(new byte[10], Cancel).AsTask();
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(ErrorCode.TooSlow, (await Assert.ThrowsAsync<AtelierException>(() => reading)).Code);
    }

    // What comes, comes within a second.
    private static async Task<int> ReadAsync(PacedBody body, FakeTimeProvider time)
    {
        var reading = body.ReadAsync(new byte[Rate], Cancel);
        if (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        return await reading;
    }

    private static PacedBody Paced(Stream sender, TimeProvider time) =>
        new(sender, Rate, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), time);

    private sealed class Sender(FakeTimeProvider time, int bytes, TimeSpan each) : MemoryStream
    {
        private bool _silent;

        /// <summary>Whether what it sends has come before anybody asks; else it comes after that.</summary>
        public bool IsHere { get; init; }

        public void Falls(bool silent) => _silent = silent;

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (_silent)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            }

            if (IsHere)
            {
                time.Advance(each);
            }
            else
            {
                await Task.Delay(each, time, cancellationToken);
            }

            return Math.Min(bytes, buffer.Length);
        }
    }
}

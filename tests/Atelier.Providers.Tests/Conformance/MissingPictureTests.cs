using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext;
using Atelier.Providers.Piapi;
using Atelier.Providers.Replicate;
using Atelier.Providers.Tests.LegNext;
using Atelier.Providers.Tests.Piapi;
using Atelier.Providers.Tests.Replicate;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>
/// Of four pictures that a task made one cannot be had: the others come at once and are given when that one has had its time, each
/// under its number, and all four are paid for.
/// </summary>
public sealed class MissingPictureTests
{
    // About twenty minutes, with their pauses.
    private const int Looks = 20;

    private static readonly string[] Wires = ["legnext", "replicate", "piapi"];

    /// <summary>PiAPI's tasks are taken at once without what lies nowhere that we may fetch from.</summary>
    public static TheoryData<string, string> Missing =>
        [
            .. from wire in Wires
            from second in TaskServer.Nowhere
            where wire != "piapi" || second.StartsWith('/')
            select (wire, second),
        ];

    public static TheoryData<string> All => [.. Wires];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Missing))]
    [Trait("Requirement", "B-17")]
    public async Task Poll_OneNeverComes_GivesTheOthersUnderTheirNumbers(string wire, string second)
    {
        await using var server = await TaskServer.StartAsync(second, Told(wire));
        using var bench = Bench.Of(wire, server);

        var failure = await Assert.ThrowsAsync<ProviderException>(bench.PollAsync);

        Assert.Equal((FailureKind.Unreadable, Charge.None), (failure.Kind, failure.Charge));
        Assert.All([0, 2, 3], number => Assert.Contains(AnswerSpool.Picture(number), bench.Spool.Parts.Keys));
        // What can be asked for has its time; an address that leads nowhere is believed the second time.
        await bench.MissAsync(second.StartsWith('/') ? Looks - 1 : 0);
        Assert.IsType<TaskState.Answered>(await bench.PollAsync());
        var answer = await bench.ReadAsync();
        Assert.Equal([0, 2, 3], answer.Pictures.Select(picture => picture.Number));
        Assert.All(
            answer.Pictures,
            picture => Assert.Equal(TaskServer.Bytes(picture.Number!.Value), picture.Bytes.ToArray())
        );
        Assert.Equal(bench.CostOfFour, answer.CostNanos);
        Assert.All([0, 2, 3], number => Assert.Equal(1, server.AskedFor($"/file/{number}")));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Poll_PlaceIsDown_IsWaitedForHoweverLong(string wire)
    {
        await using var server = await TaskServer.StartAsync("/down", Told(wire));
        using var bench = Bench.Of(wire, server);

        await bench.MissAsync(Looks + 5);
        server.IsUp = true;

        Assert.IsType<TaskState.Answered>(await bench.PollAsync());
        Assert.Equal([0, 1, 2, 3], (await bench.ReadAsync()).Pictures.Select(picture => picture.Number));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Poll_SomeAreThere_TheyAreAnAnswerShouldNoMoreCome(string wire)
    {
        await using var server = await TaskServer.StartAsync("/down", Told(wire));
        using var bench = Bench.Of(wire, server);

        await bench.MissAsync(1);
        bench.Spool.Put(AnswerSpool.Answer, bench.Spool.Parts[AnswerSpool.Partial]);

        var answer = await bench.ReadAsync();
        Assert.Equal([0, 2, 3], answer.Pictures.Select(picture => picture.Number));
        Assert.Equal(bench.CostOfFour, answer.CostNanos);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Poll_MoreIsThereThanWasAskedFor_TheRestIsNotWaitedForLong(string wire)
    {
        await using var server = await TaskServer.StartAsync("/down", Told(wire));
        using var bench = Bench.Of(wire, server, wanted: 3);

        await bench.MissAsync(2);

        Assert.IsType<TaskState.Answered>(await bench.PollAsync());
        Assert.Equal([0, 2, 3], (await bench.ReadAsync()).Pictures.Select(picture => picture.Number));
    }

    // {"pictures": …} of each wire, done and without a word of the cost but for LegNext.
    private static Func<string, string> Told(string wire) =>
        wire switch
        {
            "legnext" => pictures =>
                $$$$"""
                    {"job_id":"t-1","task_type":"diffusion","status":"completed","output":{"image_url":"g","image_urls":{{{{pictures}}}},"seed":"9"},
                     "meta":{"usage":{"consume":80}}}
                    """,
            "replicate" => pictures =>
                $$$$"""
                    {"id":"t-1","status":"succeeded","output":{{{{pictures}}}},"model":"black-forest-labs/flux-schnell","metrics":{"predict_time":1}}
                    """,
            _ => pictures =>
                $$$$"""
                    {"code":200,"data":{"task_id":"t-1","status":"completed","output":{"image_urls":{{{{pictures}}}}}}}
                    """,
        };

    private sealed class Bench(IDisposable site, IRemoteProvider provider, CompiledCall call, long? costOfFour)
        : IDisposable
    {
        public static Bench Of(string wire, TaskServer server, int wanted = int.MaxValue)
        {
            var bench = Of(wire, server);
            bench.Spool = new MemorySpool { Wanted = wanted };
            return bench;
        }

        private static Bench Of(string wire, TaskServer server)
        {
            if (wire == "piapi")
            {
                var sites = PiapiSite.Open("k", TimeProvider.System, server.Url);
                var order = PiapiOrders.Compiled(PiapiOrders.Create());
                return new Bench(sites, new PiapiProvider(sites, TimeProvider.System), order, 4 * order.ExpectedNanos);
            }

            if (wire == "legnext")
            {
                var legNext = new ProviderSite(LegNextSite.Options("k", server.Url), TimeProvider.System);
                var order = LegNextOrders.Compiled(LegNextOrders.Create());
                return new Bench(legNext, new LegNextProvider(legNext, TimeProvider.System), order, 80_000_000);
            }

            var replicate = new ProviderSite(ReplicateSite.Options("k", server.Url), TimeProvider.System);
            var schnell = ReplicateOrders.Compiled(ReplicateOrders.Create("flux-schnell"));
            return new Bench(replicate, new ReplicateProvider(replicate, TimeProvider.System), schnell, 12_000_000);
        }

        public MemorySpool Spool { get; private set; } = new();

        public long? CostOfFour => costOfFour;

        public Task<TaskState> PollAsync() => provider.PollAsync("t-1", 0, Spool, Cancel);

        public Task<ProviderAnswer> ReadAsync() => provider.ReadAsync(call, Spool, Cancel);

        /// <summary>So many looks that do not bring all of it.</summary>
        public async Task MissAsync(int looks)
        {
            for (var look = 0; look < looks; look++)
            {
                await Assert.ThrowsAsync<ProviderException>(PollAsync);
                Assert.DoesNotContain(AnswerSpool.Answer, Spool.Parts.Keys);
            }
        }

        public void Dispose() => site.Dispose();
    }
}

using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Progress;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Previews;

/// <summary>OpenAI streams pictures that are not finished, where the operator pays for them. Disposing the server compares bill and books.</summary>
public sealed class StreamedPreviewTests
{
    private const string Paid = "SELECT coalesce(sum(nanos), 0)::bigint FROM costs WHERE entry = 'cost'";

    [Fact]
    [Trait("Requirement", "C-68")]
    public async Task Generate_Streamed_ShowsPreviewsAndCostsWhatTheAnswerSays()
    {
        await using var emulated = await StartAsync();
        emulated.OpenAi.TaskDuration = null;
        var caller = await emulated.Server.AddCallerAsync(tier: "free");
        using var watcher = await Watcher.OpenAsync(emulated.Server, caller);
        await watcher.ReadyAsync();
        var address = await caller.StartAsync(Bodies.Flare());
        var id = EmulatedServer.IdOf(address);

        var message = await PreviewServer.PreviewAsync(watcher, id);
        var shown = await emulated.Server.Nobody().GetAsync(message.Text("preview")!);
        emulated.OpenAi.FinishTasks();
        var end = await caller.EndOfAsync(address);

        Assert.Equal(("partial", 200), (message.Text("previewKind"), shown.Status));
        Assert.Equal("webp", ServedPixels.Format(shown.Bytes));
        Assert.Equal("complete", end.TextAt("state"));
        Assert.Single(EmulatedServer.Paid(emulated.OpenAi));
        Assert.Equal(emulated.OpenAi.Bill.NanoDollars, await emulated.Server.House.ScalarAsync<long>(Paid));
    }

    [Fact]
    [Trait("Requirement", "C-68")]
    public async Task Generate_StreamBreaksAfterPartials_IsUnknownAsAnyLostAnswerAndRunOnceAgain()
    {
        await using var emulated = await StartAsync();
        EmulatedServer.Fault(emulated.OpenAi, FaultAction.CutBody);
        var caller = await emulated.Server.AddCallerAsync();

        var address = await caller.StartAsync(Bodies.Flare());
        var end = await caller.EndOfAsync(address);

        Assert.Equal("complete", end.TextAt("state"));
        Assert.Equal(2, EmulatedServer.Paid(emulated.OpenAi).Count);
        Assert.Equal(
            "unknown lost, succeeded rerun",
            await emulated.Server.House.ScalarAsync<string>(
                """
                SELECT string_agg(concat_ws(' ', state, failure, CASE WHEN rerun THEN 'rerun' END), ', ' ORDER BY intent_at)
                FROM attempts
                """
            )
        );
        // What the partial pictures cost is not known: the whole of the first call stays open as risk.
        var books = await Books.ReadAsync(emulated);
        Assert.True(books is { Cost: > 0, Risk: > 0 } && books.Billed >= books.Cost, books.ToString());
        Assert.True(books.Billed <= books.Cost + books.Risk, books.ToString());
    }

    [Fact]
    [Trait("Requirement", "C-68")]
    public async Task Generate_TwoAtOnceOrWhereNoneMayBeShown_IsNotStreamed()
    {
        await using var emulated = await StartAsync();
        var caller = await emulated.Server.AddCallerAsync();
        var known = await emulated
            .Server.Owner()
            .PostAsync("/admin/api/known-pictures", """{"hash": "9f3a6c01d2e4b587", "label": "poster"}""");
        Assert.Equal(201, known.Status);

        var made = await caller.GenerateAsync(Bodies.Flare("\"n\": 2"));
        var alone = await caller.GenerateAsync(Bodies.Flare());

        Assert.Equal((2, 1), (made.At("images").GetArrayLength(), alone.At("images").GetArrayLength()));
        Assert.Equal(2, EmulatedServer.Paid(emulated.OpenAi).Count);
        Assert.All(
            EmulatedServer.Paid(emulated.OpenAi),
            call => Assert.DoesNotContain("stream", call.Body, StringComparison.Ordinal)
        );
    }

    private static async Task<EmulatedServer> StartAsync()
    {
        var emulated = new EmulatedServer { PartialImages = 2 };
        await emulated.InitializeAsync();
        return emulated;
    }
}

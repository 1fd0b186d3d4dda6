using Atelier.Engine.Sweeping;
using Atelier.Server.Tests.Progress;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Atelier.Server.Tests.Previews;

/// <summary>Where a preview would show what the finished picture does not, or may not (requirement C-68).</summary>
public sealed class HiddenPreviewTests(SwitchedPreviewServer house) : IClassFixture<SwitchedPreviewServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [Trait("Requirement", "B-44")]
    [Trait("Requirement", "C-68")]
    [InlineData("512x512", 4)] // One mark on a sheet of four.
    [InlineData("1000x700", 1)] // Made as 1000 x 704: cut, and nobody knows where.
    public async Task Preview_TheMarkWouldLieElsewhere_IsNotShownButHowFarItIs(string size, int count)
    {
        var caller = await house.First.AddCallerAsync(tier: "free");
        using var watcher = await Watcher.OpenAsync(house.First, caller);
        await watcher.ReadyAsync();
        var before = house.Asked;

        var id = await house.StartAsync(caller, size: size, count: count);
        await TestServer.UntilAsync(() => Task.FromResult(house.Asked >= before + 3));
        var during = await caller.GetAsync($"/v1/generations/{id}/preview");
        var kept = await RowsAsync(id);
        var end = await house.EndAsync(caller, id);

        Assert.Equal((410, 0), (during.Status, kept));
        Assert.Equal(("complete", count), (end.TextAt("state"), end.At("images").GetArrayLength()));
        var messages = await watcher.ReadToEndOfAsync(id);
        // As a tick, or with a stage, when the tick came before anybody knew the generation.
        Assert.Contains(messages, message => message.Progress == 50);
        Assert.All(messages, message => Assert.Null(message.Text("preview")));
    }

    [Fact]
    [Trait("Requirement", "C-56")]
    [Trait("Requirement", "C-68")]
    public async Task Preview_FinishedPictureWaitsForAPerson_IsGone()
    {
        var caller = await house.First.AddCallerAsync();
        var (id, url) = await ShownAsync(caller);
        house.Nsfw.Fails = true;

        house.Wire.FinishTasks();
        await TestServer.UntilAsync(async () =>
            (await caller.GetAsync($"/v1/generations/{id}")).TextAt("state") == "review"
        );
        house.Nsfw.Fails = false;

        Assert.Equal(1, await RowsAsync(id));
        Assert.Equal(410, (await house.First.Nobody().GetAsync(url)).Status);
        Assert.Equal(410, (await caller.GetAsync($"/v1/generations/{id}/preview")).Status);
        await house.First.Services.GetRequiredService<PreviewSweeper>().RunOnceAsync(Cancel);
        Assert.Equal(0, await RowsAsync(id));
        Assert.Equal(200, (await caller.DeleteAsync($"/v1/generations/{id}")).Status);
    }

    [Fact]
    [Trait("Requirement", "C-56")]
    [Trait("Requirement", "C-68")]
    public async Task Preview_LaterOneDoesNotPass_TakesTheOneBeforeAway()
    {
        var caller = await house.First.AddCallerAsync();
        var (id, url) = await ShownAsync(caller);

        house.Watermarks.Fails = true;
        await TestServer.UntilAsync(async () => await RowsAsync(id) == 0);
        house.Watermarks.Fails = false;
        var shown = await house.First.Nobody().GetAsync(url);
        var during = await caller.GetAsync($"/v1/generations/{id}");

        Assert.Equal((410, "generating"), (shown.Status, during.TextAt("state")));
        Assert.Equal("complete", (await house.EndAsync(caller, id)).TextAt("state"));
    }

    [Fact]
    [Trait("Requirement", "C-68")]
    public async Task Preview_AlteredAddress_IsRefusedBeforeTheBytesAreRead()
    {
        var caller = await house.First.AddCallerAsync();
        var (id, url) = await ShownAsync(caller);
        await using var connection = new NpgsqlConnection(house.First.House.ConnectionString);
        await connection.OpenAsync(Cancel);

        await using (await LockAsync(connection, "previews"))
        {
            Assert.Equal(403, (await house.First.Nobody().GetAsync(url[..^1])).Status);
        }

        // What is too old, or of another secret, needs no look at anything.
        await using (await LockAsync(connection, "previews, generations"))
        {
            foreach (var (part, other) in (IReadOnlyList<(string, string)>)[("exp=1", "exp=0"), ("kid=", "kid=0")])
            {
                var altered = url.Replace(part, other, StringComparison.Ordinal);
                Assert.NotEqual(url, altered);
                Assert.Equal(403, (await house.First.Nobody().GetAsync(altered)).Status);
            }
        }

        Assert.Equal(200, (await house.First.Nobody().GetAsync(url)).Status);
        await house.EndAsync(caller, id);
    }

    // A generation whose preview can be seen.
    private async Task<(Guid Id, string Url)> ShownAsync(TestCaller caller)
    {
        using var watcher = await Watcher.OpenAsync(house.First, caller);
        await watcher.ReadyAsync();
        var id = await house.StartAsync(caller);
        var url = (await PreviewServer.PreviewAsync(watcher, id)).Text("preview")!;
        Assert.Equal(200, (await house.First.Nobody().GetAsync(url)).Status);
        return (id, url);
    }

    private static async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection, string tables)
    {
        var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var command = new NpgsqlCommand(
            $"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE",
            connection,
            transaction
        );
        await command.ExecuteNonQueryAsync(Cancel);
        return transaction;
    }

    private Task<long> RowsAsync(Guid id) =>
        house.First.House.ScalarAsync<long>("SELECT count(*) FROM previews WHERE generation_id = @id", new { id });
}

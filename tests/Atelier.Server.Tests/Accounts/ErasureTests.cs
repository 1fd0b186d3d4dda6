using Atelier.Engine.Accounts;
using Atelier.Engine.Renditions;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Accounts;

/// <summary>These erase by hand what the rounds would erase a little later.</summary>
public sealed class ErasureTests(ErasureTests.QuietServer quiet) : IClassFixture<ErasureTests.QuietServer>
{
    private const string Words = "an orrery of brass, " + LogCapture.PromptWord;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestServer Server => quiet.Server;

    private TestCaller Owner => Server.Owner();

    [Fact]
    public async Task Erase_AccountWithPictures_LeavesNoWordAndNoFile()
    {
        var id = await People.AddAsync(Server, "\"email\": \"quentin@brass.example\"");
        await RenameAsync(id, "Quentin Orrery");
        var key = await People.AddKeyAsync(Server, id);
        var caller = People.Caller(Server, id, key);
        await Owner.PostAsync(
            $"{People.Accounts}/{id}/credits",
            """{"amount": 5, "reason": "because Quentin asked"}""",
            ("Idempotency-Key", "quentin-1")
        );
        var made = await caller.PostAsync(
            "/v1/generations",
            $$"""{"prompt": "{{Words}}", "negative_prompt": "no gimbals", "size": "64x48", "n": 2}""",
            ("Prefer", "wait=60"),
            ("Idempotency-Key", "quentins picture")
        );
        Assert.True(made.Status == 200, made.Text);
        var images = made.At("images").EnumerateArray().Select(image => image.GetProperty("id").GetGuid()).ToList();
        var signed = (await caller.PostAsync($"/v1/images/{images[0]}/urls", "{}")).TextAt("url")!;
        Assert.Equal(200, (await caller.GetAsync($"/v1/images/{images[0]}/original?w=32")).Status);
        string[] words =
        [
            "orrery",
            "gimbals",
            "quentin",
            "brass.example",
            key.TextAt("key")!,
            key.TextAt("key")![^12..],
        ];
        foreach (var word in words[..4])
        {
            Assert.NotEmpty(await HouseTexts.WithAsync(Server.House, word));
        }

        var asked = await EraseAsync(id, "Quentin Orrery");
        var refused = await caller.GetAsync("/v1/account");
        var closed = await Server.Nobody().GetAsync(new Uri(signed).PathAndQuery);
        var report = await People.ForgottenAsync(Server, id);
        await Server.Services.GetRequiredService<CacheSweeper>().RunOnceAsync(Cancel);

        Assert.Equal((202, "waiting"), (asked.Status, asked.TextAt("state")));
        Assert.Equal($"{People.Accounts}/{id}/erasure", asked.Header("Location"));
        Refusal.IsProblem(refused, 401, "unauthorized");
        Assert.Equal(403, closed.Status);
        Assert.Equal("done", report.TextAt("state"));
        Assert.Equal((1, 2), (report.At("removed.prompts").GetInt32(), report.At("removed.images").GetInt32()));
        Assert.True(report.At("removed.files").GetInt32() >= 4);
        Assert.True(report.At("kept.ledger_entries").GetInt32() >= 4);
        Assert.NotEmpty(report.TextAt("kept_why")!);
        foreach (var word in words)
        {
            Assert.Empty(await HouseTexts.WithAsync(Server.House, word));
        }

        foreach (var name in images.Select(image => image.ToString()).Append(made.TextAt("id")!))
        {
            Assert.DoesNotContain(
                Directory.EnumerateFileSystemEntries(Server.DataFolder, "*", SearchOption.AllDirectories),
                path => path.Contains(name, StringComparison.OrdinalIgnoreCase)
            );
        }

        await AssertTombstoneAsync(id);
    }

    [Fact]
    public async Task Erase_TwiceAndUnconfirmed_IsOneErasureOrNone()
    {
        var id = await People.AddAsync(Server);
        var before = await HouseState.ReadAsync(Server.House);

        Refusal.IsProblem(await EraseAsync(id, "somebody else"), 400, "invalid_request", "confirm");
        Refusal.IsProblem(await EraseAsync(id, ""), 400, "invalid_request", "confirm");
        Refusal.IsProblem(
            await Owner.PostAsync($"{People.Accounts}/{id}/erase", """{"confirm": 1}"""),
            400,
            "invalid_request",
            "confirm"
        );
        Refusal.IsProblem(await EraseAsync(Guid.CreateVersion7(), "x"), 404, "not_found");
        Refusal.IsProblem(await Owner.GetAsync($"{People.Accounts}/{id}/erasure"), 404, "not_found");
        Assert.Equal(before, await HouseState.ReadAsync(Server.House));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => EraseAsync(id, $"{id}".ToUpperInvariant()))
        );
        Assert.Single(answers.Select(answer => answer.TextAt("id")).Distinct());
        var report = await People.ForgottenAsync(Server, id);
        Assert.Equal(report.Text, (await EraseAsync(id, $"{id}")).Text);
        await Server.Services.GetRequiredService<Eraser>().RunOnceAsync(Cancel);
        Assert.Equal(report.Text, (await Owner.GetAsync($"{People.Accounts}/{id}/erasure")).Text);
    }

    [Fact]
    public async Task Erased_Account_CannotBeChangedOrGivenAnything()
    {
        var id = await People.AddAsync(Server);
        await EraseAsync(id, $"{id}");

        var patched = await Owner.SendAsync(
            HttpMethod.Patch,
            $"{People.Accounts}/{id}",
            new StringContent("{\"closed\": false}", null, "application/json")
        );
        var key = await Owner.PostAsync($"{People.Accounts}/{id}/keys", """{"name": "x", "scopes": ["read"]}""");
        var credits = await Owner.PostAsync($"{People.Accounts}/{id}/credits", """{"amount": 1, "reason": "x"}""");

        Refusal.IsProblem(patched, 409, "conflict");
        Refusal.IsProblem(key, 409, "conflict");
        Refusal.IsProblem(credits, 409, "conflict");
    }

    private async Task AssertTombstoneAsync(Guid id)
    {
        var tombstone = await Owner.GetAsync($"{People.Accounts}/{id}");
        Assert.Equal(("erased", "erased"), (tombstone.TextAt("name"), tombstone.TextAt("state")));
        Assert.False(tombstone.Json.TryGetProperty("email", out _));
        Assert.Equal(0m, tombstone.At("credits").GetDecimal());
        var check = await Owner.GetAsync("/admin/api/ledger/check");
        Assert.True(check.At("balanced").GetBoolean(), check.Text);
    }

    private Task<Answer> EraseAsync(Guid id, string confirm) =>
        Owner.PostAsync($"{People.Accounts}/{id}/erase", $$"""{"confirm": "{{confirm}}"}""");

    private async Task RenameAsync(Guid id, string name)
    {
        var answer = await Owner.SendAsync(
            HttpMethod.Patch,
            $"{People.Accounts}/{id}",
            new StringContent($$"""{"name": "{{name}}"}""", null, "application/json")
        );
        Assert.Equal(200, answer.Status);
    }

    /// <summary>A server that erases only when it is told to.</summary>
    public sealed class QuietServer : IAsyncLifetime
    {
        public TestServer Server { get; } = new() { Replace = services => services.AddStill<Eraser>() };

        public ValueTask InitializeAsync() => Server.InitializeAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}

using System.Text;
using Atelier.Server.Tests.Docs;
using Atelier.TestKit.Time;
using Microsoft.AspNetCore.Http;

namespace Atelier.Server.Tests.Webhooks;

/// <summary>The verifier of the guide against real messages.</summary>
public sealed class WebhookVerifierTests(HookServer hooks) : IClassFixture<HookServer>
{
    [Fact]
    public async Task IsGenuine_OfARealMessage_HoldsUntilAnythingChanges()
    {
        await using var receiver = await HookReceiver.StartAsync();
        var caller = await hooks.AddCallerAsync();
        var (path, secret) = await hooks.AddAsync(caller, receiver);
        await caller.PostAsync($"{path}/test", "");
        var message = await receiver.NthAsync(1);
        var now = TimeProvider.System.GetUtcNow();

        Assert.True(Is(message, now));
        Assert.False(Is(message with { Body = message.Body + " " }, now));
        Assert.False(Is(message with { Id = "msg_1" }, now));
        Assert.False(Is(message with { Timestamp = $"{long.Parse(message.Timestamp, null) + 1}" }, now));
        Assert.False(Is(message with { Timestamp = "" }, now));
        Assert.False(Is(message with { Signature = "v1," }, now));
        Assert.False(Is(message, now + TimeSpan.FromMinutes(6)));
        Assert.False(Is(message, now - TimeSpan.FromMinutes(6)));

        bool Is(Received one, DateTimeOffset at) =>
            WebhookVerifier.IsGenuine(
                secret,
                new HeaderDictionary
                {
                    ["webhook-id"] = one.Id,
                    ["webhook-timestamp"] = one.Timestamp,
                    ["webhook-signature"] = one.Signature,
                },
                Encoding.UTF8.GetBytes(one.Body),
                new FakeTimeProvider(at)
            );
    }

    [Fact]
    public async Task Guide_ShowsTheVerifier_AsItIsTested()
    {
        var source = await ReadAsync("tests/Atelier.Server.Tests/Webhooks/WebhookVerifier.cs");
        var guide = await ReadAsync("docs/webhooks.md");

        var shown = source[source.IndexOf("internal static class", StringComparison.Ordinal)..];
        Assert.Contains(shown, guide, StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(string name) =>
        File.ReadAllTextAsync(RepositoryFile.PathOf(name), TestContext.Current.CancellationToken);
}

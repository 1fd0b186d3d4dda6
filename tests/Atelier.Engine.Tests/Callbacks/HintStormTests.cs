using System.Text;
using Atelier.Engine.Callbacks;
using Atelier.Engine.Tests.Nodes;
using Atelier.Providers.Reconciling;

namespace Atelier.Engine.Tests.Callbacks;

/// <summary>Callbacks are hints: however many come, the provider is asked about once a second, and pays attention to its own.</summary>
public sealed class HintStormTests : KernelTests
{
    private readonly TestWire _wire = new("legnext", tasks: true) { Reconciliation = Reconciliation.ByWindow };

    [Fact]
    public async Task ReceiveAsync_StormAboutALostCall_AsksTheProviderTwiceAndBindsTheTask()
    {
        _wire.Then(WireAct.Lost());
        var node = await StartAsync(_wire);
        var id = await node.AcceptAsync(Account, "stormy");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown')");
        var attempt = (await AttemptsAsync(id))[0].Id;

        // Of those at once one is followed now and one a second later; the rest are taken with it.
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 300).Select(_ => CallBackAsync(node, attempt, _wire.TaskOf(attempt)))
        );

        Assert.DoesNotContain(false, answers);
        Assert.InRange(_wire.TasksAsked, 1, 2);
        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task ReceiveAsync_NotSigned_DoesNothingAtAll()
    {
        _wire.Then(WireAct.Lost());
        _wire.Signs = headers => headers.TryGetValue("Signature", out var signature) && signature == "right";
        var node = await StartAsync(_wire);
        var id = await node.AcceptAsync(Account, "forged");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown')");
        var attempt = (await AttemptsAsync(id))[0].Id;

        Assert.False(await CallBackAsync(node, attempt, _wire.TaskOf(attempt)));
        Assert.False(await CallBackAsync(node, attempt, _wire.TaskOf(attempt), "wrong"));
        Assert.Equal(0, _wire.TasksAsked);
        Assert.Null((await AttemptsAsync(id))[0].TaskId);

        Assert.True(await CallBackAsync(node, attempt, _wire.TaskOf(attempt), "right"));
        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        await Books.AssertAsync(House, _wire);
    }

    private static Task<bool> CallBackAsync(TestNode node, Guid attempt, string body, string? signature = null) =>
        node.Get<CallbackReceiver>()
            .ReceiveAsync(
                "legnext",
                attempt,
                TestAddresses.TokenOf(attempt),
                Encoding.UTF8.GetBytes(body),
                signature is null
                    ? new Dictionary<string, string>()
                    : new Dictionary<string, string> { ["Signature"] = signature },
                Cancel
            );
}

using Atelier.Core.Errors;
using Atelier.Core.Policy;
using Atelier.Data.Auditing;
using Atelier.Data.Policy;
using Atelier.Engine.Policy;
using Atelier.Engine.Tests.Nodes;
using Atelier.TestKit.Houses;
using Atelier.TestKit.Time;

namespace Atelier.Engine.Tests.Policy;

public sealed class SwitchesOverNodesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "C-58")]
    public async Task Set_AtOneNode_HoldsAtTheOtherWithinSecondsAndAfterAStart()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 5, cancellationToken: Cancel);
        await using var first = await TestNode.StartAsync(house);
        await using var second = await TestNode.StartAsync(house);
        await Assert.ThrowsAsync<AtelierException>(() => second.AcceptAsync(account, "gore"));

        await first
            .Get<PolicySwitches>()
            .SetAsync(
                [
                    new PolicySwitchChange(PolicySwitch.Category, "violence", false),
                    new PolicySwitchChange(PolicySwitch.Style, "oil", false),
                ],
                new AuditEntry(null, null, "policy.set"),
                Cancel
            );

        await UntilAsync(() => !second.Get<PolicySwitches>().StyleIsOn("oil"));
        Assert.False(first.Get<PolicySwitches>().StyleIsOn("OIL"));
        Assert.False(second.Get<PolicySwitches>().CategoryIsOn(PolicyCategory.Violence));
        Assert.NotEqual(Guid.Empty, await second.AcceptAsync(account, "gore"));
        await using var third = await TestNode.StartAsync(house);
        Assert.False(third.Get<PolicySwitches>().StyleIsOn("oil"));
        Assert.Equal(1, await house.ScalarAsync<int>("SELECT count(*) FROM audit WHERE action = 'policy.set'"));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (!condition())
        {
            await TestPause.NextAsync(deadline.Token);
        }
    }
}

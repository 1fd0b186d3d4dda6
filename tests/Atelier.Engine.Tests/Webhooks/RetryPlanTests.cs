using System.Text;
using Atelier.Engine.Webhooks;

namespace Atelier.Engine.Tests.Webhooks;

public sealed class RetryPlanTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 300)]
    [InlineData(3, 1800)]
    [InlineData(4, 2 * 3600)]
    [InlineData(5, 5 * 3600)]
    [InlineData(6, 10 * 3600)]
    [InlineData(7, 14 * 3600)]
    [InlineData(8, 20 * 3600)]
    [InlineData(9, 24 * 3600)]
    public void After_ATry_PausesATenthMoreOrLess(int tries, int seconds)
    {
        var pauses = Enumerable.Range(0, 50).Select(_ => RetryPlan.After(tries, null)!.Value.TotalSeconds).ToList();

        Assert.All(pauses, pause => Assert.InRange(pause, seconds * 0.8999, seconds * 1.1001));
        Assert.True(pauses.Distinct().Count() > 10);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    public void After_TheLastTry_IsNothing(int tries) => Assert.Null(RetryPlan.After(tries, TimeSpan.FromHours(1)));

    [Fact]
    public void After_AskedForMore_WaitsAsLongUpToADay()
    {
        Assert.Equal(TimeSpan.FromMinutes(2), RetryPlan.After(1, TimeSpan.FromMinutes(2)));
        Assert.Equal(TimeSpan.FromHours(24), RetryPlan.After(1, TimeSpan.FromDays(900)));
        Assert.InRange(RetryPlan.After(2, TimeSpan.FromSeconds(1))!.Value.TotalSeconds, 270, 330);
    }

    // The vector that the libraries of Standard Webhooks test themselves with.
    [Fact]
    public void Of_TheVectorOfTheStandard_IsItsSignature()
    {
        var secret = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

        var signature = WebhookSignature.Of("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body, [secret, [1, 2, 3]]);

        var parts = signature.Split(' ');
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", parts[0]);
        Assert.StartsWith("v1,", parts[1], StringComparison.Ordinal);
        Assert.Equal(2, parts.Length);
    }
}

using Atelier.Providers.Http;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.Http;

public sealed class RetryAfterHeaderTests
{
    [Theory]
    [InlineData("Retry-After", "3", 3_000)]
    [InlineData("Retry-After", "0", 0)]
    [InlineData("Retry-After", "1.5", 1_500)]
    [InlineData("Retry-After", "Fri, 20 Nov 2026 12:01:00 GMT", 60_000)]
    [InlineData("Retry-After", "Fri, 20 Nov 2026 11:59:00 GMT", 0)]
    [InlineData("Retry-After", "999999999999", 86_400_000)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("Retry-After", "-1", null)]
    [InlineData("Retry-After", "NaN", null)]
    [InlineData("retry-after-ms", "250", 250)]
    [InlineData("X-Other", "3", null)]
    public void Read_OneHeader_SaysHowLong(string name, string value, int? milliseconds)
    {
        var wait = RetryAfterHeader.Read(asked => asked == name ? value : null, new FakeTimeProvider());

        Assert.Equal(milliseconds, (int?)wait?.TotalMilliseconds);
    }

    [Fact]
    public void Read_BothHeaders_TheFinerOneCounts()
    {
        var wait = RetryAfterHeader.Read(name => name == "Retry-After" ? "1" : "250", new FakeTimeProvider());

        Assert.Equal(TimeSpan.FromMilliseconds(250), wait);
    }
}

using Atelier.Providers.Http;

namespace Atelier.Providers.Tests.Http;

/// <summary>Hosts on a list, some with all names below them.</summary>
public sealed class HostRuleTests
{
    [Theory]
    [InlineData("https://pbxt.replicate.delivery/f.png", true)]
    [InlineData("https://a.b.replicate.delivery/f.png", true)]
    [InlineData("https://PBXT.Replicate.Delivery/f.png", true)]
    [InlineData("https://pbxt.replicate.delivery:443/f.png", true)]
    [InlineData("https://replicate.delivery/f.png", false)]
    [InlineData("https://evilreplicate.delivery/f.png", false)]
    [InlineData("https://replicate.delivery.evil.com/f.png", false)]
    [InlineData("https://x.replicate.delivery.evil.com/f.png", false)]
    [InlineData("https://x.replicate.delivery./f.png", false)]
    [InlineData("https://x.replicate.delivery:8443/f.png", false)]
    [InlineData("http://x.replicate.delivery/f.png", false)]
    [InlineData("ftp://x.replicate.delivery/f.png", false)]
    [InlineData("https://evil.com/x.replicate.delivery", false)]
    [InlineData("https://evil.com#x.replicate.delivery", false)]
    [InlineData("https://evil.com?x.replicate.delivery", false)]
    [InlineData("https://x.replicate.delivery@evil.com/f.png", false)]
    [InlineData("https://10.0.0.1/f.png", false)]
    [InlineData("https://[::1]/f.png", false)]
    public void Admits_AnyNameBelow_EndsAtALabel(string address, bool admitted) =>
        Assert.Equal(admitted, HostRule.Admits("*.replicate.delivery", new Uri(address)));

    [Theory]
    [InlineData("cdn.example.com", "https://cdn.example.com/f.png", true)]
    [InlineData("cdn.example.com", "https://a.cdn.example.com/f.png", false)]
    [InlineData("cdn.example.com", "https://cdn.example.com:8443/f.png", false)]
    [InlineData("cdn.example.com:8443", "https://cdn.example.com:8443/f.png", true)]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8080/f.png", true)]
    // Only a whole first label may be a star.
    [InlineData("*", "https://cdn.example.com/f.png", false)]
    [InlineData("a*.example.com", "https://ab.example.com/f.png", false)]
    public void Admits_OneName_IsThatNameAlone(string host, string address, bool admitted) =>
        Assert.Equal(admitted, HostRule.Admits(host, new Uri(address)));
}

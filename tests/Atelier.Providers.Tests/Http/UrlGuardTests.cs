using Atelier.Providers.Http;

namespace Atelier.Providers.Tests.Http;

public sealed class UrlGuardTests
{
    [Theory]
    [InlineData("https://hooks.example.com/atelier?x=1")]
    [InlineData("https://hooks.example.com.:443/")]
    [InlineData("https://hooks.example.com:8443/")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700::1111]/")]
    [InlineData("https://xn--bcher-kva.example/")]
    [InlineData("https://0x.example.com/")]
    public void Check_PublicAddress_HasNothingAgainstIt(string address) =>
        Assert.Null(UrlGuard.Check(new Uri(address)));

    [Theory]
    [InlineData("http://hooks.example.com/")]
    [InlineData("ftp://hooks.example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://hooks.example.com:6379/_FLUSHALL")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/plain,x")]
    [InlineData("ws://hooks.example.com/")]
    public void Check_OtherScheme_IsRefused(string address) => Refuses(address, "https://");

    [Fact]
    public void Check_RelativeAddress_IsRefused() => Assert.NotNull(UrlGuard.Check(new Uri("/hook", UriKind.Relative)));

    [Fact]
    public void Check_PlainHttpWhereAllowed_HasNothingAgainstIt() =>
        Assert.Null(UrlGuard.Check(new Uri("http://hooks.example.com/"), allowHttp: true));

    [Theory]
    [InlineData("https://user@hooks.example.com/")]
    [InlineData("https://user:secret@hooks.example.com/")]
    [InlineData("https://hooks.example.com@127.0.0.1/")]
    public void Check_UserName_IsRefused(string address) => Refuses(address, "user name");

    [Theory]
    [InlineData("https://hooks.example.com:22/")]
    [InlineData("https://hooks.example.com:25/")]
    [InlineData("https://hooks.example.com:53/")]
    [InlineData("https://hooks.example.com:1023/")]
    [InlineData("https://hooks.example.com:0/")]
    public void Check_PortOfAnotherService_IsRefused(string address) => Refuses(address, "port");

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://127.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.0x0.0x0.0x1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://127.0.0.1./")]
    [InlineData("https://127.1./")]
    [InlineData("https://0/")]
    [InlineData("https://0xa9fea9fe/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://192.168.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[fd00:ec2::254]/")]
    public void Check_PrivateAddressInAnyWriting_IsRefused(string address) => Refuses(address, "private");

    [Theory]
    [InlineData("https://１２７.０.０.１/")]
    [InlineData("https://①②⑦.⓪.⓪.①/")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://127．0．0．1/")]
    [InlineData("https://ｌｏｃａｌｈｏｓｔ/")]
    [InlineData("https://ⓛocalhost/")]
    [InlineData("https://bücher.example/")]
    public void Check_LettersThatOnlyLookAlike_AreRefused(string address) =>
        Assert.NotNull(UrlGuard.Check(new Uri(address)));

    [Theory]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST:8443/")]
    [InlineData("https://localhost./")]
    [InlineData("https://api.localhost/")]
    [InlineData("https://printer.local/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("https://router.home.arpa/")]
    [InlineData("https://database/")]
    public void Check_NameFromInside_IsRefused(string address) => Refuses(address, "public name");

    [Theory]
    [InlineData("https://1.2.3.4.5/")]
    [InlineData("https://999.1.1.1/")]
    [InlineData("https://example.0x7f/")]
    public void Check_NumberThatIsNoAddress_IsRefused(string address) => Refuses(address, "number");

    [Fact]
    public void Check_VeryLongAddress_IsRefused() =>
        Refuses("https://hooks.example.com/" + new string('a', 2048), "characters");

    [Fact]
    public void Check_PrivateWhereAllowed_HasNothingAgainstIt() =>
        Assert.Null(UrlGuard.Check(new Uri("http://127.0.0.1:81/"), allowHttp: true, allowPrivate: true));

    private static void Refuses(string address, string because) =>
        Assert.Contains(because, UrlGuard.Check(new Uri(address)), StringComparison.Ordinal);
}

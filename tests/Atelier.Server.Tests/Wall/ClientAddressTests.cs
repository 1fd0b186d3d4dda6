using System.Net;
using Atelier.Data.Secrets;
using Atelier.Server.Addresses;
using Atelier.TestKit.Time;

namespace Atelier.Server.Tests.Wall;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("2001:db8::9", "2001:db8::9")]
    [InlineData("fe80::9%3", "fe80::9")]
    public void Of_NoProxies_IsThePeer(string peer, string address) =>
        Is(address, Places.Addresses(Places.Settings()).Of(Places.From(peer, "192.0.2.1")));

    [Fact]
    public void Of_PeerThatIsNoProxy_IsThePeerWhateverItSays() =>
        Is("203.0.113.9", Sut().Of(Places.From("203.0.113.9", "192.0.2.1, 10.0.0.1")));

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("1.2.3.4, 192.0.2.7", "192.0.2.7")]
    [InlineData("127.0.0.1, 10.0.0.9, 192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.7, 10.0.0.2", "192.0.2.7")]
    [InlineData("1.2.3.4, 192.0.2.7, 10.0.0.3, 10.0.0.2", "192.0.2.7")]
    [InlineData("10.0.0.7, 10.0.0.2", "10.0.0.7")]
    [InlineData("192.0.2.7:4711", "192.0.2.7")]
    [InlineData(" 192.0.2.7 ,10.0.0.2 ", "192.0.2.7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("[2001:db8::7]", "2001:db8::7")]
    [InlineData("[2001:db8::7]:4711", "2001:db8::7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.7, ::ffff:10.0.0.2", "192.0.2.7")]
    public void Of_BehindProxies_IsTheFirstFromTheRightThatIsNone(string forwardedFor, string address) =>
        Is(address, Sut().Of(Places.From("10.0.0.1", forwardedFor)));

    [Fact]
    public void Of_SeveralHeaders_AreOneList() =>
        Is("192.0.2.7", Sut().Of(Places.From("10.0.0.1", "1.2.3.4", "192.0.2.7", "10.0.0.2")));

    [Theory]
    [InlineData("192.0.2.7, unknown")]
    [InlineData("192.0.2.7, _hidden")]
    [InlineData("192.0.2.7, ")]
    [InlineData("192.0.2.7, 192.0.2")]
    [InlineData("192.0.2.7, 3221225991")]
    [InlineData("192.0.2.7, 0xC0.0.2.7")]
    [InlineData("192.0.2.7, 0300.0.2.7")]
    [InlineData("192.0.2.7, 192.0.2.7:x")]
    [InlineData("192.0.2.7, 192.0.2.7:99999")]
    [InlineData("192.0.2.7, [2001:db8::7")]
    [InlineData("192.0.2.7, [2001:db8::7]x")]
    [InlineData("192.0.2.7, fe80::1%eth0")]
    [InlineData("192.0.2.7, <script>")]
    public void Of_Garbage_EndsTheWalkAtWhoSaidIt(string forwardedFor) =>
        Is("10.0.0.1", Sut().Of(Places.From("10.0.0.1", forwardedFor)));

    [Fact]
    public void Of_SocketWithoutAddress_IsNull() => Assert.Null(Sut().Of(Places.From(null, "192.0.2.7")));

    [Fact]
    public void HashOf_Visitor_ChangesWithTheDay()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 23, 59, 59, TimeSpan.Zero));
        var sut = Places.Addresses(Places.Settings(), time);
        var context = Places.From("203.0.113.9");
        var (today, guess) = (sut.HashOf(context, ClientAddress.Visitor), sut.HashOf(context, "guess:key"));

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(today, sut.HashOf(context, ClientAddress.Visitor));
        Assert.Equal(guess, sut.HashOf(context, "guess:key"));
        Assert.NotEqual(today, guess);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("203.0.113.9", "::ffff:203.0.113.9", true)]
    [InlineData("203.0.113.9", "203.0.113.10", false)]
    public void HashOf_TwoAddresses_AreOneWhereTheyBelongToOne(string one, string other, bool same)
    {
        var sut = Sut();

        var (first, second) = (sut.HashOf(Places.From(one), "a"), sut.HashOf(Places.From(other), "a"));

        Assert.Equal(same, first!.SequenceEqual(second!));
    }

    [Fact]
    public void HashOf_OtherSecret_IsAnother()
    {
        var other = new ClientAddress(
            Places.Settings(),
            MasterSecret.FromText(new string('t', 32)),
            TimeProvider.System
        );
        var context = Places.From("203.0.113.9");

        Assert.NotEqual(Sut().HashOf(context, "a"), other.HashOf(context, "a"));
        Assert.Null(Sut().HashOf(Places.From(null), "a"));
    }

    [Theory]
    [InlineData("10.0.0.1", "https", "https")]
    [InlineData("10.0.0.1", "HTTPS", "https")]
    [InlineData("10.0.0.1", "http", "http")]
    [InlineData("10.0.0.1", "javascript", null)]
    [InlineData("10.0.0.1", "https, http", "http")]
    [InlineData("203.0.113.9", "https", null)]
    public void SchemeOf_Forwarded_CountsFromProxiesOnly(string peer, string proto, string? scheme)
    {
        var context = Places.From(peer, "192.0.2.7");
        context.Request.Headers["X-Forwarded-Proto"] = proto;

        Assert.Equal(scheme, Sut().SchemeOf(context));
    }

    private static ClientAddress Sut() => Places.Addresses(Places.Settings("10.0.0.0/8"));

    private static void Is(string expected, IPAddress? address) => Assert.Equal(IPAddress.Parse(expected), address);
}

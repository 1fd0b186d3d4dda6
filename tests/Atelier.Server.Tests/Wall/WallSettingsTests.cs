using System.Net;
using Atelier.Server.Logs;
using Atelier.Server.Setup;
using Microsoft.Extensions.Configuration;

namespace Atelier.Server.Tests.Wall;

public sealed class WallSettingsTests
{
    [Fact]
    public void Read_Nothing_TrustsNobodyAndLetsNoOriginIn()
    {
        var settings = Read([]);

        Assert.Empty(settings.TrustedProxies);
        Assert.Empty(settings.CorsOrigins);
        Assert.False(settings.PublicDocs);
        Assert.True(Exposure.OpensDocs(settings));
    }

    [Fact]
    public void Read_AddressesAndNetworks_AreTrusted()
    {
        var settings = Read([
            ("ATELIER_TRUSTED_PROXIES", "10.0.0.1, 192.168.0.0/16,[::1],fd00::/8, ::ffff:172.16.0.0/108"),
        ]);

        Assert.Equal(
            ["10.0.0.1/32", "192.168.0.0/16", "::1/128", "fd00::/8", "172.16.0.0/12"],
            settings.TrustedProxies.Select(net => net.ToString())
        );
    }

    [Theory]
    [InlineData("ATELIER_TRUSTED_PROXIES", "proxy.example.com")]
    [InlineData("ATELIER_TRUSTED_PROXIES", "10.0.0.1,*")]
    [InlineData("ATELIER_TRUSTED_PROXIES", "10.0.0.0/33")]
    [InlineData("ATELIER_TRUSTED_PROXIES", "10.1")]
    [InlineData("ATELIER_TRUSTED_PROXIES", "0.0.0.0/0")]
    [InlineData("ATELIER_TRUSTED_PROXIES", "::/0")]
    [InlineData("ATELIER_CORS_ORIGINS", "*")]
    [InlineData("ATELIER_CORS_ORIGINS", "https://*.example.com")]
    [InlineData("ATELIER_CORS_ORIGINS", "null")]
    [InlineData("ATELIER_CORS_ORIGINS", "app.example.com")]
    [InlineData("ATELIER_CORS_ORIGINS", "https://app.example.com/path")]
    [InlineData("ATELIER_CORS_ORIGINS", "https://user@app.example.com")]
    [InlineData("ATELIER_CORS_ORIGINS", "file:///x")]
    [InlineData("ATELIER_LOG_FORMAT", "xml")]
    [InlineData("Docs:Public", "perhaps")]
    public void Read_WrongValue_StopsTheStartWithItsName(string name, string value)
    {
        var failure = Assert.Throws<SettingsException>(() => Read([(name, value)]));

        Assert.StartsWith(name.Replace(":", "__", StringComparison.Ordinal), failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [InlineData("json", true)]
    [InlineData("TEXT", false)]
    public void Read_LogFormat_IsAsTheSettingSays(string value, bool json) =>
        Assert.Equal(json, Read([("ATELIER_LOG_FORMAT", value)]).LogFormat == LogFormat.Json);

    [Theory]
    [InlineData("http://127.0.0.1:5080", null, false)]
    [InlineData("http://localhost:5080;http://[::1]:5081", null, false)]
    [InlineData("http://0.0.0.0:5080", null, true)]
    [InlineData("http://[::]:5080", null, true)]
    [InlineData("http://*:5080", null, true)]
    [InlineData("http://+:5080", null, true)]
    [InlineData("http://127.0.0.1:5080;http://10.0.0.1:5080", null, true)]
    [InlineData("http://127.0.0.1:5080", "pictures.example.com", true)]
    [InlineData("http://127.0.0.1:5080", "127.0.0.2", false)]
    public void IsPublic_Bindings_AreThoseThatOthersReach(string urls, string? host, bool open)
    {
        var settings = Places.Settings() with { Urls = urls };
        settings = host is null ? settings : settings with { AllowedHosts = [host] };

        Assert.Equal(open, Exposure.IsPublic(settings));
        Assert.Equal(!open, Exposure.OpensDocs(settings));
        Assert.True(Exposure.IsPublic(settings with { TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] }));
        Assert.True(Exposure.OpensDocs(settings with { PublicDocs = true }));
    }

    private static ServerSettings Read((string Name, string Value)[] values) =>
        ServerSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.ToDictionary(pair => pair.Name, pair => (string?)pair.Value))
                .Build()
        );
}

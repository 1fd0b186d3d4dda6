using System.Net;
using System.Security.Claims;
using Atelier.Core.Errors;
using Atelier.Data.Connections;
using Atelier.Data.Limits;
using Atelier.Data.Secrets;
using Atelier.Server.Addresses;
using Atelier.Server.Limits;
using Atelier.Server.Setup;
using Atelier.TestKit.Houses;
using Atelier.TestKit.Racing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Tests.Limits;

/// <summary>The limits by address that doors attach, on two nodes.</summary>
public sealed class AddressLimitsTests : IAsyncLifetime
{
    private const string Text = "Too many requests from this IP, please try again later.";

    private TestHouse? _house;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _house = await HousePool.TakeAsync(Cancel);

    public async ValueTask DisposeAsync() =>
        await HousePool.GiveBackAsync(_house!, TestContext.Current.TestState?.Result == TestResult.Passed);

    [Theory]
    [InlineData("Changes", 100, Text)]
    [InlineData("Reads", 1000, Text)]
    [InlineData("Uploads", 20, "Upload limit exceeded, please try again later.")]
    [Trait("Requirement", "B-61")]
    [Trait("Requirement", "B-62")]
    public async Task TakeAsync_ManyAtOnceOnTwoNodes_LetExactlyTheLimitIn(string calls, int limit, string text)
    {
        await using var other = Database.Open(_house!.ConnectionString);
        var nodes = new[] { CreateSut(new WindowStore(_house.Data)), CreateSut(new WindowStore(other)) };
        var kind = Enum.Parse<AddressCalls>(calls);

        var refusals = await Together.RunAsync(
            limit + 30,
            index => TakeAsync(nodes[index % 2], kind, IPAddress.Parse("192.0.2.7"))
        );

        Assert.Equal(30, refusals.Count(refusal => refusal is not null));
        Assert.All(
            refusals.OfType<AtelierException>(),
            refusal => Assert.Equal((ErrorCode.RateLimited, text), (refusal.Code, refusal.Message))
        );
        Assert.Null(await TakeAsync(nodes[0], kind, IPAddress.Parse("192.0.2.8")));
        Assert.NotNull(await TakeAsync(nodes[0], kind, IPAddress.Parse("192.0.2.7")));
    }

    [Fact]
    public async Task TakeAsync_SameSiteOfIpv6_IsOneAddress()
    {
        var sut = CreateSut(new WindowStore(_house!.Data));
        for (var call = 0; call < 20; call++)
        {
            Assert.Null(await TakeAsync(sut, AddressCalls.Uploads, IPAddress.Parse($"2001:db8:1:2::{call + 1:x}")));
        }

        Assert.NotNull(await TakeAsync(sut, AddressCalls.Uploads, IPAddress.Parse("2001:db8:1:2:ffff::1")));
        Assert.Null(await TakeAsync(sut, AddressCalls.Uploads, IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Fact]
    public async Task Middleware_DoorsAndCallers_CountsWhomItShould()
    {
        var sut = CreateSut(new WindowStore(_house!.Data));
        var marked = new LimitedByAddress(null, EvenWithAccount: false);
        var everybody = new LimitedByAddress(AddressCalls.Uploads, EvenWithAccount: true);

        // Nobody at a door that says nothing, and an account at one that is for those without.
        Assert.Null(await PassAsync(sut, "POST", null, account: false));
        Assert.Null(await PassAsync(sut, "POST", marked, account: true));
        Assert.Equal("100", await PassAsync(sut, "POST", marked, account: false));
        Assert.Equal("1000", await PassAsync(sut, "GET", marked, account: false));
        Assert.Equal("20", await PassAsync(sut, "POST", everybody, account: true));
    }

    private static async Task<string?> PassAsync(AddressLimits sut, string method, LimitedByAddress? door, bool account)
    {
        var context = Context(IPAddress.Loopback);
        context.Request.Method = method;
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(door is null ? [] : [door]), "door"));
        if (account)
        {
            var claims = new[] { new Claim("account", Guid.CreateVersion7().ToString()) };
            context.User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
        }

        var passed = false;
        await new AddressLimitMiddleware(
            _ =>
            {
                passed = true;
                return Task.CompletedTask;
            },
            sut,
            TimeProvider.System
        ).InvokeAsync(context);
        Assert.True(passed);
        return (string?)context.Response.Headers["RateLimit-Limit"];
    }

    private static AddressLimits CreateSut(WindowStore windows)
    {
        var services = new ServiceCollection();
        services.AddSingleton(MasterSecret.FromText(new string('s', 32)));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(ServerSettings.Read(new ConfigurationBuilder().Build()));
        return new AddressLimits(
            windows,
            ActivatorUtilities.CreateInstance<ClientAddress>(services.BuildServiceProvider()),
            Options.Create(new AddressLimitOptions())
        );
    }

    private static DefaultHttpContext Context(IPAddress address) =>
        new() { Connection = { RemoteIpAddress = address } };

    private static async Task<AtelierException?> TakeAsync(AddressLimits sut, AddressCalls calls, IPAddress address)
    {
        try
        {
            await sut.TakeAsync(Context(address), calls, Cancel);
            return null;
        }
        catch (AtelierException refusal)
        {
            return refusal;
        }
    }
}

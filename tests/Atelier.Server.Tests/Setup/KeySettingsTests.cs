using Atelier.Server.Logs;
using Atelier.Server.Providers;
using Atelier.Server.Setup;
using Microsoft.Extensions.Configuration;

namespace Atelier.Server.Tests.Setup;

/// <summary>Several keys of one provider in variables, with their weights.</summary>
public sealed class KeySettingsTests
{
    [Fact]
    public void Read_NumberedVariables_AreKeysInTheirOrderWithTheirWeights()
    {
        var provider = Assert.Single(
            Settings(
                ("PIAPI_API_KEY", " pi-one "),
                ("PIAPI_API_KEY_WEIGHT", "3"),
                ("PIAPI_API_KEY_16", "pi-sixteen"),
                ("PIAPI_API_KEY_4", "pi-four"),
                ("PIAPI_API_KEY_4_WEIGHT", " 0 "),
                ("PIAPI_API_KEY_5", "  "),
                ("PIAPI_API_KEY_5_WEIGHT", "9"),
                ("PIAPI_API_KEY_17", "pi-beyond"),
                ("PIAPI_API_KEY_1", "pi-no-number")
            ).Providers
        );

        Assert.Equal(("piapi", "pi-one"), (provider.Id, provider.Key));
        Assert.Equal(
            ["PIAPI_API_KEY pi-one 3", "PIAPI_API_KEY_4 pi-four 0", "PIAPI_API_KEY_16 pi-sixteen 1"],
            provider.Keys.Select(key => $"{key.Name} {key.Key} {key.Weight}")
        );
    }

    [Fact]
    public void Read_OnlyANumberedOne_SwitchesTheProviderOn() =>
        Assert.Equal("sk-two", Assert.Single(Settings(("OPENAI_API_KEY_2", "sk-two")).Providers).Key);

    [Fact]
    public void Read_FirstIsDraining_TheKeyIsThatWhichTakesCalls() =>
        Assert.Equal(
            "sk-two",
            Assert
                .Single(
                    Settings(
                        ("OPENAI_API_KEY", "sk-one"),
                        ("OPENAI_API_KEY_WEIGHT", "0"),
                        ("OPENAI_API_KEY_2", "sk-two")
                    ).Providers
                )
                .Key
        );

    [Theory]
    [InlineData("PIAPI_API_KEY_2", "pi-one two")]
    [InlineData("PIAPI_API_KEY_2", "pi-one")]
    [InlineData("PIAPI_API_KEY_WEIGHT", "-1")]
    [InlineData("PIAPI_API_KEY_WEIGHT", "101")]
    [InlineData("PIAPI_API_KEY_WEIGHT", "much")]
    [InlineData("PIAPI_API_KEY_WEIGHT", "0.5")]
    [InlineData("PIAPI_API_KEY_WEIGHT", "0")]
    public void Read_WrongKeyOrWeight_StopsTheStartWithItsNameAndWithoutTheKey(string name, string value)
    {
        var failure = Assert.Throws<SettingsException>(() => Settings(("PIAPI_API_KEY", "pi-one"), (name, value)));

        Assert.StartsWith(name, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pi-", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HostileKeys_NeverStandInTheMessage() =>
        Assert.All(
            new[] { "pi-\r\nX-Evil: 1", "pi-\0", "pi-\u202e", "pi-ключ", "pi-💥", "pi-\t" },
            text =>
                Assert.DoesNotContain(
                    "pi-",
                    Assert
                        .Throws<SettingsException>(() =>
                            Settings(("PIAPI_API_KEY", "good"), ("PIAPI_API_KEY_3", text + "x"))
                        )
                        .Message,
                    StringComparison.Ordinal
                )
        );

    [Fact]
    public void Read_NumberedNameThatIsAnotherProvidersVariable_IsThatProvidersAlone()
    {
        var taken = new HashSet<string> { "OWN_KEY_2" };

        var keys = KeySettings.Read(
            Configuration(("OWN_KEY", "one"), ("OWN_KEY_2", "anothers"), ("OWN_KEY_3", "three")),
            "OWN_KEY",
            taken
        );

        Assert.Equal(["OWN_KEY", "OWN_KEY_3"], keys.Select(key => key.Name));
    }

    [Fact]
    public void Clean_AnyOfSeveralKeys_IsBlackedOut()
    {
        var redactor = LogRedactor.For(
            Settings(("PIAPI_API_KEY", "pi-first-of-them"), ("PIAPI_API_KEY_2", "pi-second-of-them"))
        );

        Assert.Equal("[redacted] and [redacted]", redactor.Clean("pi-first-of-them and pi-second-of-them"));
    }

    private static ServerSettings Settings(params (string Name, string Value)[] variables) =>
        ServerSettings.Read(Configuration(variables));

    private static IConfiguration Configuration(params (string Name, string Value)[] variables) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                variables.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value))
            )
            .Build();
}

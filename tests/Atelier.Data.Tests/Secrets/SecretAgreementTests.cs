using Atelier.Data.Secrets;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Secrets;

public sealed class SecretAgreementTests : StoreTests
{
    [Fact]
    public async Task CheckAsync_OtherSecret_IsRefusedAndTheFirstStays()
    {
        var (first, other) = (Secret('a'), Secret('b'));
        await SecretAgreement.CheckAsync(House.Data, first, Cancel);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            SecretAgreement.CheckAsync(House.Data, other, Cancel)
        );

        Assert.Contains("ATELIER_SECRET", refused.Message, StringComparison.Ordinal);
        await SecretAgreement.CheckAsync(House.Data, Secret('a'), Cancel);
    }

    [Fact]
    public async Task CheckAsync_Agreed_StoresTheIdAndNotTheSecret()
    {
        await SecretAgreement.CheckAsync(House.Data, Secret('a'), Cancel);

        Assert.Equal(Secret('a').KeyId, await House.ScalarAsync<string>("SELECT string_agg(value, ',') FROM settings"));
    }

    [Fact]
    public async Task CheckAsync_TwoSecretsAtOnce_OneNodeIsRefused()
    {
        var node = AddNode();

        var agreed = await Together.RunAsync(
            8,
            async index =>
            {
                try
                {
                    await SecretAgreement.CheckAsync(node, Secret((char)('a' + index)), Cancel);
                    return true;
                }
                catch (InvalidOperationException)
                {
                    return false;
                }
            }
        );

        Assert.Single(agreed, true);
    }

    private static MasterSecret Secret(char letter) => MasterSecret.FromText(new string(letter, 40));
}

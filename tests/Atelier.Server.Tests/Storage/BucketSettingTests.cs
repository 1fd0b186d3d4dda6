using Atelier.Data.Blobs.Buckets;
using Atelier.Server.Logs;
using Atelier.Server.Setup;
using Microsoft.Extensions.Configuration;

namespace Atelier.Server.Tests.Storage;

public sealed class BucketSettingTests
{
    private static readonly Dictionary<string, string> Ours = new()
    {
        ["ATELIER_S3_ENDPOINT"] = "https://s3.eu-central-1.amazonaws.com",
        ["ATELIER_S3_REGION"] = "eu-central-1",
        ["ATELIER_S3_BUCKET"] = "studio-pictures",
        ["ATELIER_S3_ACCESS_KEY_ID"] = "AKIAEXAMPLE",
        ["ATELIER_S3_SECRET_ACCESS_KEY"] = "a+secret/of-forty-characters",
    };

    private static readonly Dictionary<string, string> R2 = new()
    {
        ["CLOUDFLARE_R2_ACCOUNT_ID"] = "0123456789abcdef0123456789abcdef",
        ["CLOUDFLARE_R2_BUCKET_NAME"] = "photos",
        ["CLOUDFLARE_R2_ACCESS_KEY_ID"] = "r2-key-id",
        ["CLOUDFLARE_R2_SECRET_ACCESS_KEY"] = "r2-secret-key",
    };

    [Fact]
    [Trait("Requirement", "B-08")]
    public void Read_Nothing_KeepsThePicturesInAFolder()
    {
        var settings = Read([]);

        Assert.Null(settings.Bucket);
        Assert.Equal(settings.DataFolder, settings.BlobFolder);
    }

    [Fact]
    [Trait("Requirement", "B-08")]
    public void Read_VariablesOfR2_AreItsEndpointAndRegion()
    {
        var bucket = Read(R2).Bucket!;

        Assert.Equal(
            new Bucket(
                new Uri("https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com"),
                "auto",
                "photos",
                "r2-key-id",
                "r2-secret-key"
            ),
            bucket
        );
    }

    [Theory]
    [Trait("Requirement", "C-59")]
    [InlineData("aws", "eu-west-3", "https://s3.eu-west-3.amazonaws.com/", "eu-west-3")]
    [InlineData("aws", null, "https://s3.us-east-1.amazonaws.com/", "us-east-1")]
    [InlineData("gcp", null, "https://storage.googleapis.com/", "auto")]
    public void Read_NamedProvider_HasItsEndpoint(string provider, string? region, string endpoint, string told)
    {
        var bucket = Read(
            Ours,
            ("ATELIER_S3_PROVIDER", provider),
            ("ATELIER_S3_ENDPOINT", ""),
            ("ATELIER_S3_REGION", region ?? "")
        ).Bucket!;

        Assert.Equal((new Uri(endpoint), told, "studio-pictures"), (bucket.Endpoint, bucket.Region, bucket.Name));
    }

    [Theory]
    [InlineData("cloudflare", "CLOUDFLARE_R2_ACCOUNT_ID")]
    [InlineData("azure", "must be aws, cloudflare or gcp")]
    public void Read_ProviderWithoutAnAddress_SaysWhatToSet(string provider, string told)
    {
        var refused = Assert.Throws<SettingsException>(() =>
            Read(Ours, ("ATELIER_S3_PROVIDER", provider), ("ATELIER_S3_ENDPOINT", ""))
        );

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyStore_IsTakenAsItIsSaid()
    {
        var bucket = Read(Ours, ("ATELIER_S3_PREFIX", "/studio/one/"), ("ATELIER_S3_PRESIGNED_READS", "true")).Bucket!;
        var plain = Read(Ours, ("ATELIER_S3_REGION", " ")).Bucket!;

        Assert.Equal(("eu-central-1", "studio/one/", true), (bucket.Region, bucket.Prefix, bucket.PresignedReads));
        Assert.Equal(("us-east-1", "", false), (plain.Region, plain.Prefix, plain.PresignedReads));
        Assert.Equal("studio-pictures at https://s3.eu-central-1.amazonaws.com", $"{plain}");
    }

    [Theory]
    [InlineData("ATELIER_S3_ENDPOINT")]
    [InlineData("ATELIER_S3_BUCKET")]
    [InlineData("ATELIER_S3_ACCESS_KEY_ID")]
    [InlineData("ATELIER_S3_SECRET_ACCESS_KEY")]
    [InlineData("CLOUDFLARE_R2_ACCOUNT_ID")]
    [InlineData("CLOUDFLARE_R2_BUCKET_NAME")]
    [InlineData("CLOUDFLARE_R2_ACCESS_KEY_ID")]
    [InlineData("CLOUDFLARE_R2_SECRET_ACCESS_KEY")]
    public void Read_OneMissing_StopsTheStartWithItsName(string name)
    {
        var failure = Assert.Throws<SettingsException>(() => Read(Ours.ContainsKey(name) ? Ours : R2, (name, "")));

        AssertSentence(failure, name);
    }

    [Theory]
    [InlineData("ATELIER_S3_ENDPOINT", "s3.example.com")]
    [InlineData("ATELIER_S3_ENDPOINT", "ftp://s3.example.com")]
    [InlineData("ATELIER_S3_ENDPOINT", "https://s3.example.com/bucket")]
    [InlineData("ATELIER_S3_ENDPOINT", "https://me:topsecret@s3.example.com")]
    [InlineData("ATELIER_S3_ENDPOINT", "https://s3.example.com?x=topsecret")]
    [InlineData("ATELIER_S3_REGION", "eu central")]
    [InlineData("ATELIER_S3_BUCKET", "Pictures")]
    [InlineData("ATELIER_S3_BUCKET", "a/b")]
    [InlineData("ATELIER_S3_ACCESS_KEY_ID", "topsecret with spaces")]
    [InlineData("ATELIER_S3_SECRET_ACCESS_KEY", "topsecret\nX-Header: 1")]
    [InlineData("ATELIER_S3_PREFIX", "../up")]
    [InlineData("ATELIER_S3_PREFIX", "a//b")]
    [InlineData("ATELIER_S3_PREFIX", "a b")]
    [InlineData("ATELIER_S3_PRESIGNED_READS", "perhaps")]
    [InlineData("CLOUDFLARE_R2_ACCOUNT_ID", "evil.example.com/")]
    [InlineData("CLOUDFLARE_R2_BUCKET_NAME", "x")]
    [InlineData("CLOUDFLARE_R2_SECRET_ACCESS_KEY", "topsecret ü")]
    public void Read_WrongValue_StopsTheStartWithItsName(string name, string value)
    {
        var failure = Assert.Throws<SettingsException>(() =>
            Read(name.StartsWith("CLOUD", StringComparison.Ordinal) ? R2 : Ours, (name, value))
        );

        AssertSentence(failure, name);
        Assert.DoesNotContain("topsecret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TwoPlaces_StopsTheStartWithBothNames()
    {
        var both = Assert.Throws<SettingsException>(() => Read(Ours, ("CLOUDFLARE_R2_BUCKET_NAME", "photos")));
        var folder = Assert.Throws<SettingsException>(() => Read(Ours, ("ATELIER_BLOBS", "/srv/pictures")));
        var lonely = Assert.Throws<SettingsException>(() => Read([], ("ATELIER_S3_PRESIGNED_READS", "true")));

        AssertSentence(both, "ATELIER_S3_ENDPOINT");
        Assert.Contains("CLOUDFLARE_R2_BUCKET_NAME", both.Message, StringComparison.Ordinal);
        AssertSentence(folder, "ATELIER_BLOBS");
        Assert.Contains("ATELIER_S3_BUCKET", folder.Message, StringComparison.Ordinal);
        AssertSentence(lonely, "ATELIER_S3_PRESIGNED_READS");
    }

    [Fact]
    public void Clean_KeyOfABucket_IsBlackedOut()
    {
        var settings = Read(Ours);

        var line = LogRedactor
            .For(settings)
            .Clean(
                "key a+secret/of-forty-characters of AKIAEXAMPLE at https://x/y?X-Amz-Credential=abc%2Fd&X-Amz-Signature=0f0f"
            );

        Assert.Equal(
            "key [redacted] of [redacted] at https://x/y?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted]",
            line
        );
        Assert.DoesNotContain(settings.Bucket!.SecretAccessKey, $"{settings}", StringComparison.Ordinal);
    }

    private static void AssertSentence(SettingsException failure, string name)
    {
        Assert.StartsWith(name, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    private static ServerSettings Read(
        IEnumerable<KeyValuePair<string, string>> values,
        params (string Name, string Value)[] changes
    )
    {
        var all = new Dictionary<string, string?>(
            values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value))
        );
        foreach (var (name, value) in changes)
        {
            all[name] = value;
        }

        return ServerSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
    }
}

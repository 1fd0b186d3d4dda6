using Atelier.TestKit.Buckets;

[assembly: AssemblyFixture(typeof(BucketEnd))]

import { PRODUCTS } from '@hearth/catalogue';
import { Open } from '@hearth/subgraph';
import { Query, Resolver } from 'type-graphql';
import { ProductType } from './product-types';

@Resolver()
export class CatalogueResolver {
  @Query(() => [ProductType], {
    nullable: true,
    description: 'Everything that any product may report, and who sees it.',
  })
  @Open('What is collected, and who sees it, is published: nobody is to be measured without knowing it.')
  products(): ProductType[] {
    return PRODUCTS.map((product) => new ProductType(product));
  }
}
